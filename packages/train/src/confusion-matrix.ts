import { argMax, concatenate, matMul, reshape, type Shape, sizeOf, type Value } from '@cnn/tensor';
import type { Goal } from './goals.js';
import { affine } from './losses/affine.js';
import { countedRows } from './losses/ignored-class.js';
import type { Metric } from './metrics/metric.js';

/** Counts of how often each class was taken for which: `[true class][predicted class]`. */
export type ConfusionMatrix = readonly (readonly number[])[];

/** The counts of the batches so far. */
export class Confusion {
  #sums = new Float64Array();

  /** Adds those of a batch, row after row. */
  add(counts: Float32Array): void {
    if (this.#sums.length === 0) this.#sums = new Float64Array(counts.length);
    counts.forEach((count, i) => {
      this.#sums[i]! += count;
    });
  }

  get matrix(): ConfusionMatrix {
    const classes = Math.sqrt(this.#sums.length);
    return Array.from({ length: classes }, (_, k) => [
      ...this.#sums.subarray(k * classes, (k + 1) * classes),
    ]);
  }
}

/** The goal, whose figures are followed by what {@link Confusion} adds up. */
export function withConfusion(goal: Goal): Goal {
  return { ...goal, metrics: [...goal.metrics, confusionCounts] };
}

/**
 * Counts what was predicted for each true class. It is no figure, but is counted as one; a sample of which all
 * scores are NaN is not counted, nor what the loss ignores.
 */
const confusionCounts: Metric = {
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
