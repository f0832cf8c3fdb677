import type { Model } from '@cnn/layers';
import { ConfigError } from '@cnn/tensor';
import type { Detector, DetectorParts } from './detector.js';
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
 * @throws ConfigError when the model is of no detector
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

function detectorNoted(note: string, model: Model): Detector {
  const { family, ...parts } = JSON.parse(note) as DetectorParts & { family: keyof typeof families };
  const make = families[family];
  if (make) return make(model, parts);
  throw new ConfigError(
    `The model '${model.name}' is a detector of the family '${family}'; this version knows ${Object.keys(families).join(' and ')}. Update @cnn/detection.`,
  );
}
