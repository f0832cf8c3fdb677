import {
  argMax,
  ConfigError,
  constant,
  oneHot,
  sizeOf,
  tensor,
  thresholdCounts,
  type Value,
} from '@cnn/tensor';
import { countedOf, countedRows } from '../losses/ignored-class.js';
import type { Loss } from '../losses/loss.js';

/** Whole numbers that 32-bit floats add up exactly. */
const MOST_ANSWERS = 2 ** 24;

/** What was right of a class's answers, and what was not. */
export interface ClassCounts {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

/** From which probability on the answer is yes; or yes for the most probable class alone. */
export type Threshold = number | 'argmax';

/**
 * Counts the answers of a batch, for each class yes or no, to be read by {@link classCounts}. A single output has
 * no other to be compared with; instead of `argmax` its threshold is ½. What the loss ignores counts as answered with
 * no, rightly.
 */
export function classTable(predictions: Value, y: Value, loss: Loss, threshold: Threshold): Value {
  const classes = predictions.shape.at(-1)!;
  const byRank = threshold === 'argmax' && classes > 1;
  const answers = byRank ? oneHot({ labels: argMax({ x: predictions }).y }, { classes }).y : predictions;
  const targets = targetsOf(predictions, y, loss);
  const counted = loss.ignoreClass === undefined ? answers : countedOf(answers, targets);
  return countsAbove(counted, targets, [threshold === 'argmax' ? 0.5 : threshold]);
}

/** The targets in numbers, one for each prediction. */
export function targetsOf(predictions: Value, y: Value, { targets, ignoreClass }: Loss): Value {
  return targets === 'labels' ? countedRows(y, predictions.shape.at(-1)!, ignoreClass) : y;
}

/** `thresholdCounts` of answers that are not too many. @throws ConfigError when they are */
export function countsAbove(predictions: Value, targets: Value, thresholds: readonly number[]): Value {
  const answers = sizeOf(predictions.shape);
  if (answers > MOST_ANSWERS) {
    throw new ConfigError(
      `A batch has ${answers} answers, and metrics count up to ${MOST_ANSWERS} at a time exactly. Choose a smaller batchSize, or leave the metric out.`,
    );
  }
  const levels = constant(tensor(thresholds, [thresholds.length]));
  return thresholdCounts({ predictions, targets, thresholds: levels }).counts;
}

/** The counts of each class in such a table. */
export function classCounts(table: Float64Array): ClassCounts[] {
  return Array.from({ length: table.length / 4 }, (_, k) => {
    const [falseNegatives, truePositives, trueNegatives, falsePositives] = table.subarray(4 * k, 4 * k + 4);
    return {
      truePositives: truePositives!,
      falsePositives: falsePositives!,
      trueNegatives: trueNegatives!,
      falseNegatives: falseNegatives!,
    };
  });
}

/** a / b, and 0 instead of what there is nothing to divide by, as in Keras. */
export function ratio(a: number, b: number): number {
  return b === 0 ? 0 : a / b;
}
