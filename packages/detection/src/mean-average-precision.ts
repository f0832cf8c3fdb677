import type { LabelledBox } from '@cnn/datasets';
import { expectKnownOptions, show, wholePositive } from '@cnn/layers';
import { ConfigError, DataError } from '@cnn/tensor';
import type { Detection } from './detection.js';
import { foundObjects } from './found-objects.js';
import { isClass } from './is-class.js';
import { share } from './share.js';

export interface MeanAveragePrecisionOptions {
  /** How many classes there are. */
  readonly classes: number;
  /**
   * How far a box must cover an object's to have found it, intersection over union; with several, the mean over them
   * counts. Default 0.5, as in PASCAL VOC; `cocoThresholds` are COCO's.
   */
  readonly iouThresholds?: readonly number[];
}

/** What {@link meanAveragePrecision} finds. */
export interface AveragePrecisions {
  /** The mean over the classes that occur. */
  readonly mean: number;
  /** Of each class; NaN where the data has no object of it. */
  readonly perClass: readonly number[];
}

/** 0.50, 0.55, … 0.95: what COCO's main figure is the mean over. */
export const cocoThresholds: readonly number[] = Array.from({ length: 10 }, (_, i) => (50 + 5 * i) / 100);

/**
 * How good detections are, 0…1: the mean over the classes of the area below the curve of precision against recall, that
 * is drawn as ever weaker detections are let in. Each detection, best first, finds the object of its class that it
 * covers best among those that no better one has found. The curve is made to fall first, and the area is exact, as in
 * PASCAL VOC since 2010 (Everingham et al., "The PASCAL visual object classes challenge: a retrospective", IJCV 2015).
 * @param detections for each image; all that the network finds, those of low scores too
 * @param objects for each image
 * @throws ConfigError when there are not as many lists of each, or for an unusable option; DataError for an object of
 * no class
 */
export function meanAveragePrecision(
  detections: readonly (readonly Detection[])[],
  objects: readonly (readonly LabelledBox[])[],
  options: MeanAveragePrecisionOptions,
): AveragePrecisions {
  expectKnownOptions('meanAveragePrecision', options, ['classes', 'iouThresholds']);
  const { iouThresholds = [0.5] } = options;
  const classes = wholePositive('The classes of meanAveragePrecision', options.classes);
  if (iouThresholds.length === 0) {
    throw new ConfigError(
      'The iouThresholds of meanAveragePrecision are []; there must be one to tell what has been found. Pass [0.5], or cocoThresholds.',
    );
  }
  for (const threshold of iouThresholds) share('meanAveragePrecision', 'iouThreshold', threshold);
  if (detections.length !== objects.length) {
    throw new ConfigError(
      `meanAveragePrecision got the detections of ${detections.length} images and the objects of ${objects.length}. Pass one list of each for every image.`,
    );
  }
  objects.forEach((list, image) => {
    const bad = list.find(({ label }) => !isClass(label, classes));
    if (!bad) return;
    throw new DataError(
      `Image ${image} has an object with the label ${show(bad.label)}; expected one of the classes 0 to ${classes - 1}. Correct it, or say that there are more classes.`,
    );
  });
  const perClass = Array.from({ length: classes }, (_, label) => {
    const found = detections.map((list) => list.filter((each) => each.label === label));
    const real = objects.map((list) => list.filter((each) => each.label === label));
    return meanOf(iouThresholds.map((threshold) => averagePrecision(found, real, threshold)));
  });
  return { mean: meanOf(perClass.filter((value) => !Number.isNaN(value))), perClass };
}

/** Of one class, at one threshold. */
function averagePrecision(
  found: readonly (readonly Detection[])[],
  real: readonly (readonly LabelledBox[])[],
  threshold: number,
): number {
  const total = real.flat().length;
  if (total === 0) return Number.NaN;
  const ranked = found.flatMap((list, image) => {
    const objects = foundObjects(list, real[image]!, threshold);
    return list.map(({ score }, i) => ({ score, hit: objects[i] !== undefined }));
  });
  ranked.sort((a, b) => b.score - a.score);
  const precisions: number[] = [];
  ranked.forEach(({ hit }, before) => {
    if (hit) precisions.push((precisions.length + 1) / (before + 1));
  });
  // Each hit adds as much recall as any other; its precision is the best that is reached with at least this recall.
  let best = 0;
  let area = 0;
  for (const precision of precisions.reverse()) {
    best = Math.max(best, precision);
    area += best / total;
  }
  return area;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
