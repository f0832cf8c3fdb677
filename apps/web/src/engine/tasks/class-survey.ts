import type { Dataset } from '@cnn/datasets';
import type { Model, Session } from '@cnn/layers';
import type { LoadProgress } from '../protocol/data.js';
import type { ClassSurvey } from '../protocol/survey.js';

/** Images between two reports of how far it is. */
const portion = 256;

/**
 * What a model takes each image of a data set for.
 * @throws ShapeError when the model takes other images
 */
export async function classSurvey(
  model: Model,
  { x, y, length }: Dataset,
  session: Session,
  onProgress: (progress: LoadProgress) => void,
): Promise<ClassSurvey> {
  const taken = new Uint16Array(length);
  const confidences = new Float32Array(length);
  const truths = new Float32Array(length);
  for (let begin = 0; begin < length; begin += portion) {
    onProgress({ done: begin, total: length });
    const end = Math.min(begin + portion, length);
    const { data } = await model.predict(x.rows(begin, end), { session });
    const classes = data.length / (end - begin);
    for (let image = begin; image < end; image++) {
      const probabilities = data.subarray((image - begin) * classes, (image - begin + 1) * classes);
      const best = indexOfLargest(probabilities);
      taken[image] = best;
      confidences[image] = probabilities[best]!;
      truths[image] = probabilities[y.data[image]!]!;
    }
  }
  return { task: 'classification', labels: Uint16Array.from(y.data), taken, confidences, truths };
}

function indexOfLargest(values: Float32Array): number {
  return values.reduce((best, value, i) => (value > values[best]! ? i : best), 0);
}
