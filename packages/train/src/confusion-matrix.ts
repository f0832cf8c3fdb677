import { Pause } from '@cnn/layers';
import { argMax, concatenate, matMul, reshape, type Shape, sizeOf, type Value } from '@cnn/tensor';
import { samplesOf } from './data.js';
import type { TestRun } from './evaluation.js';
import type { Learner } from './learner.js';
import { affine } from './losses/affine.js';
import { countedRows } from './losses/ignored-class.js';
import type { Metric } from './metrics/metric.js';

/** Counts of how often each class was taken for which: `[true class][predicted class]`. */
export type ConfusionMatrix = readonly (readonly number[])[];

/** The matrix of the data; `undefined` when the signal ended it. */
export async function confusionMatrix(
  learner: Learner,
  { data, batchSize, signal }: TestRun,
): Promise<ConfusionMatrix | undefined> {
  const samples = samplesOf(data);
  const classes = Math.max(2, learner.recipe.goals[0]!.output.shape.at(-1)!);
  const counts = new Float64Array(classes * classes);
  const pause = new Pause();
  for (let begin = 0; begin < samples; begin += batchSize) {
    if (signal?.aborted) return undefined;
    const end = Math.min(begin + batchSize, samples);
    learner.confusion({ data, order: undefined, begin, end }).forEach((count, i) => {
      counts[i]! += count;
    });
    await pause.due();
  }
  return Array.from({ length: classes }, (_, k) => [...counts.subarray(k * classes, (k + 1) * classes)]);
}

/**
 * Counts what was predicted for each true class. It is no figure, but is counted as one; a sample of which all
 * scores are NaN is not counted, nor what the loss ignores.
 */
export const confusionCounts: Metric = {
  name: 'confusionMatrix',
  build: (predictions, y, { targets, ignoreClass }) => {
    const classes = Math.max(2, predictions.shape.at(-1)!);
    const rows = (labels: Value, ignored?: number): Value => {
      const shape: Shape = [sizeOf(labels.shape), classes];
      return reshape({ x: countedRows(labels, classes, ignored) }, shape).y;
    };
    const truth = targets === 'labels' ? rows(y, ignoreClass) : rows(largest(y));
    return matMul({ a: truth, b: rows(largest(predictions)) }, { transposeA: true }).y;
  },
};

/** The class whose number is largest; of a single number, whether it is above ½. */
function largest(x: Value): Value {
  if (x.shape.at(-1) !== 1) return argMax({ x }).y;
  return argMax({ x: concatenate({ x0: affine(x, -1, 1), x1: x }, x.shape.length - 1).y }).y;
}
