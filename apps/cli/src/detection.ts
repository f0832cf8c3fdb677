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
import { type PredictionOptions, predictedBatches } from './predicted-batches.js';

/** What is less sure than this does not even count against a detector, as in the papers. */
const LEAST_SCORE = 0.01;

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
  data: DetectionDataset,
  options: PredictionOptions,
): Promise<DetectorRating> {
  const { classes } = detectorOf(model);
  const found = await detectionsIn(model, data, options);
  return {
    half: meanAveragePrecision(found, data.objects, { classes }),
    coco: meanAveragePrecision(found, data.objects, { classes, iouThresholds: cocoThresholds }).mean,
  };
}

/** All that a detector finds in each image, the least sure included. @throws as {@link rateDetector} */
export async function detectionsIn(
  model: Model,
  { x }: DetectionDataset,
  options: PredictionOptions,
): Promise<Detection[][]> {
  const { decode } = detectorOf(model);
  const found: Detection[][] = [];
  for await (const predictions of predictedBatches(model, x, options)) {
    found.push(...decode(predictions, { scoreThreshold: LEAST_SCORE }));
  }
  return found;
}
