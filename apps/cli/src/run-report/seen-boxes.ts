import type { DetectionDataset, LabelledBox } from '@cnn/datasets';
import { type AveragePrecisions, type Detection, foundObjects, meanAveragePrecision } from '@cnn/detection';
import type { Model } from '@cnn/layers';
import { detectionsIn } from '../detection.js';
import type { PredictionOptions } from '../predicted-batches.js';

/** What a detector found in an image. */
export interface SeenBoxes {
  /** The image's place in the data set. */
  readonly index: number;
  /** All of which it was surer than {@link SURE}. */
  readonly found: readonly Detection[];
  /** Objects that it did not find, and what it found where there is no such object. */
  readonly missed: number;
  readonly wrong: number;
}

/** What a detector finds in the images of a set. */
export interface Findings {
  readonly images: readonly SeenBoxes[];
  readonly precisions: AveragePrecisions;
}

/** What is shown of what was found; average precisions count all. */
const SURE = 0.5;
/** A box that overlaps an object this far has found it. */
const ENOUGH = 0.5;

/** @throws the signal's reason when it ended the computation */
export async function findingsIn(
  model: Model,
  data: DetectionDataset,
  options: PredictionOptions,
): Promise<Findings> {
  const all = await detectionsIn(model, data, options);
  const precisions = meanAveragePrecision(all, data.objects, { classes: data.classNames.length });
  const images = all.map((found, index) => seenBoxes(index, found, data.objects[index]!));
  return { images, precisions };
}

/** Counts what was missed and what is wrong. */
export function seenBoxes(
  index: number,
  detections: readonly Detection[],
  objects: readonly LabelledBox[],
): SeenBoxes {
  const found = detections.filter(({ score }) => score >= SURE);
  const hits = foundObjects(found, objects, ENOUGH).filter((object) => object !== undefined).length;
  return { index, found, missed: objects.length - hits, wrong: found.length - hits };
}

/** The images with most mistakes. */
export function worstBoxes(images: readonly SeenBoxes[], count: number): SeenBoxes[] {
  return images
    .filter(({ missed, wrong }) => missed + wrong > 0)
    .sort((a, b) => b.missed + b.wrong - (a.missed + a.wrong))
    .slice(0, count);
}
