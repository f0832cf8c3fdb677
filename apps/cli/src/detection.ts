import type { DetectionDataset } from '@cnn/datasets';
import {
  type AveragePrecisions,
  cocoThresholds,
  type Detection,
  detectorOf,
  isDetector,
  meanAveragePrecision,
} from '@cnn/detection';
import type { Model } from '@cnn/layers';
import type { Session } from '@cnn/tensor';

/** What is less sure than this does not even count against a detector, as in the papers. */
const LEAST_SCORE = 0.01;
/** Images whose predictions are in memory at a time. */
const IMAGES = 256;

/** How well a detector finds the objects of a data set. */
export interface DetectorRating {
  /** Where boxes overlap by half. */
  half: AveragePrecisions;
  /** The mean over ten overlaps, from half on. */
  coco: number;
}

/** How many classes a model tells apart. */
export function classesOf(model: Model): number {
  return isDetector(model) ? detectorOf(model).classes : model.outputShape.at(-1)!;
}

/** @throws the signal's reason when it ended the computation */
export async function rateDetector(
  model: Model,
  { x, objects, length }: DetectionDataset,
  { session, batchSize, signal }: { session: Session; batchSize: number; signal: AbortSignal },
): Promise<DetectorRating> {
  const { classes, decode } = detectorOf(model);
  const found: Detection[][] = [];
  for (let begin = 0; begin < length; begin += IMAGES) {
    signal.throwIfAborted();
    const images = x.rows(begin, Math.min(begin + IMAGES, length));
    const predictions = await model.predict(images, { session, batchSize });
    found.push(...decode(predictions, { scoreThreshold: LEAST_SCORE }));
  }
  return {
    half: meanAveragePrecision(found, objects, { classes }),
    coco: meanAveragePrecision(found, objects, { classes, iouThresholds: cocoThresholds }).mean,
  };
}
