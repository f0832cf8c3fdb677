import { type Model, show } from '@cnn/layers';
import { ConfigError, FormatError } from '@cnn/tensor';
import type { Detector, DetectorParts } from './detector.js';
import { isSize } from './is-size.js';
import { ssdDetector } from './ssd/ssd-detector.js';
import { yoloDetector } from './yolo/yolo-detector.js';

const families = { yolo: yoloDetector, ssd: ssdDetector } as const;

/** Under which name a model keeps what its detector is. */
const NOTE = 'detector';

/** Those that were made of models, by what the notes of these say: thousands of prior boxes are laid out only once. */
const made = new WeakMap<Model, { readonly note: string; readonly detector: Detector }>();

/** A detector that can be had again from its model, also once this was saved and loaded. */
export function notedDetector(family: keyof typeof families, model: Model, parts: DetectorParts): Detector {
  model.metadata[NOTE] = JSON.stringify({ family, ...parts });
  return detectorOf(model);
}

/** Whether a model is that of a detector. */
export function isDetector(model: Model): boolean {
  return NOTE in model.metadata;
}

/**
 * The detector of a model, such as one that was loaded from a file; always the same one.
 * @throws ConfigError when the model is of no detector; FormatError when what it says of itself is damaged
 * @example const { decode } = detectorOf(loadModel(bytes));
 */
export function detectorOf(model: Model): Detector {
  const note = model.metadata[NOTE];
  if (note === undefined) {
    throw new ConfigError(
      `The model '${model.name}' is no detector: its metadata has no '${NOTE}'. Load one that was made by yolo() or ssd().`,
    );
  }
  const known = made.get(model);
  if (known?.note === note) return known.detector;
  const detector = detectorNoted(note, model);
  made.set(model, { note, detector });
  return detector;
}

function detectorNoted(text: string, model: Model): Detector {
  const { family, ...parts } = readNote(text, model);
  if (!Object.hasOwn(families, family)) {
    throw new ConfigError(
      `The model '${model.name}' is a detector of the family '${family}'; this version knows ${Object.keys(families).join(' and ')}. Update @cnn/detection.`,
    );
  }
  checkLayout(parts, model);
  return families[family](model, parts);
}

function readNote(text: string, model: Model): DetectorParts & { readonly family: keyof typeof families } {
  let note: unknown;
  try {
    note = JSON.parse(text);
  } catch (error) {
    throw damaged(model, (error as Error).message);
  }
  const { family } = Object(note);
  if (typeof family !== 'string') throw damaged(model, `its family is ${show(family)}`);
  return note as ReturnType<typeof readNote>;
}

/** @throws FormatError unless a note lays out the boxes that the model predicts */
function checkLayout({ classes, grids }: DetectorParts, model: Model): void {
  const areGrids = Array.isArray(grids) && grids.every(isGrid);
  const boxes = areGrids
    ? grids.reduce((sum, grid) => sum + grid.rows * grid.columns * grid.sizes.length, 0)
    : 0;
  const { outputShape } = model;
  const expected = [null, boxes, isCount(classes) ? 5 + classes : 0];
  if (outputShape.length === 3 && expected.every((axis, i) => axis === outputShape[i])) return;
  throw damaged(model, `it lays out ${show(expected)}, and the model gives ${show(outputShape)}`);
}

function isGrid(grid: unknown): boolean {
  const { rows, columns, sizes } = Object(grid);
  return isCount(rows) && isCount(columns) && Array.isArray(sizes) && sizes.every(isSize);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

function damaged(model: Model, why: string): FormatError {
  return new FormatError(
    `The note '${NOTE}' of the model '${model.name}' is not what yolo() or ssd() wrote: ${why}. Take another copy of the model's file.`,
  );
}
