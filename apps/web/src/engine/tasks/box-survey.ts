import type { DetectionDataset } from '@cnn/datasets';
import { type Detection, detectorOf, foundObjects, meanAveragePrecision } from '@cnn/detection';
import type { Model, Session } from '@cnn/layers';
import type { LoadProgress } from '../protocol/data.js';
import type { BoxSurvey } from '../protocol/survey.js';

/** What is less sure than this does not even count against a detector, as in the papers. */
const leastScore = 0.01;
/** Of what is surer than this, mistakes are told. */
const sure = 0.5;
/** A box that overlaps an object this far has found it. */
export const enough = 0.5;

/**
 * How well a model finds the objects in all images of a set, class by class.
 * @throws ShapeError when the model takes other images
 */
export async function boxSurvey(
  model: Model,
  data: DetectionDataset,
  session: Session,
  onProgress: (progress: LoadProgress) => void,
): Promise<BoxSurvey> {
  const found = await detectionsIn(model, data, { batchSize: 32, session, onProgress });
  const { mean, perClass } = meanAveragePrecision(found, data.objects, {
    classes: data.classNames.length,
  });
  const missed = new Uint16Array(data.length);
  const wrong = new Uint16Array(data.length);
  found.forEach((all, image) => {
    const objects = data.objects[image]!;
    const told = all.filter(({ score }) => score >= sure);
    const hits = foundObjects(told, objects, enough).filter((object) => object !== undefined).length;
    missed[image] = objects.length - hits;
    wrong[image] = told.length - hits;
  });
  return { task: 'detection', mean, scores: perClass, missed, wrong };
}

/** All that a detector finds in each image, the least sure included. */
export async function detectionsIn(
  model: Model,
  { x, length }: DetectionDataset,
  {
    batchSize,
    session,
    onProgress,
  }: {
    readonly batchSize: number;
    readonly session: Session;
    readonly onProgress?: (progress: LoadProgress) => void;
  },
): Promise<Detection[][]> {
  const { decode } = detectorOf(model);
  const found: Detection[][] = [];
  for (let begin = 0; begin < length; begin += batchSize) {
    onProgress?.({ done: begin, total: length });
    const images = x.rows(begin, Math.min(length, begin + batchSize));
    const predictions = await model.predict(images, { session, batchSize });
    found.push(...decode(predictions, { scoreThreshold: leastScore }));
  }
  return found;
}
