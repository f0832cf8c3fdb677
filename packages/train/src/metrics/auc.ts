import { expectKnownOptions, oneOf, show, truth } from '@cnn/layers';
import { ConfigError, reshape, sizeOf } from '@cnn/tensor';
import { countsAbove, ratio, targetsOf } from './class-table.js';
import type { Metric } from './metric.js';
import { metricName } from './metric-name.js';

const curves = ['ROC', 'PR'] as const;
const summationMethods = ['interpolation', 'minoring', 'majoring'] as const;

/** Options of {@link auc}, with Keras' names and defaults. */
export interface AucOptions {
  /** Recall over the share of false alarms (`ROC`), or precision over recall (`PR`). Default `ROC`. */
  curve?: (typeof curves)[number];
  /** Points of the curve, at thresholds that are evenly spread from 0 to 1. Default 200. */
  numThresholds?: number;
  /**
   * How the curve runs between its points: straight (for `PR` as Davis and Goadrich say, 2006), or as low
   * (`minoring`) or as high as it can (`majoring`). Default `interpolation`.
   */
  summationMethod?: (typeof summationMethods)[number];
  /** Whether each class has a curve, and the figure is the mean of their areas. Default false: one curve for all. */
  multiLabel?: boolean;
  /** What the figure is called. Default `auc`. */
  name?: string;
}

/** What an answer above each of the thresholds would be worth: counts that fall from the first to the last. */
interface Curve {
  readonly truePositives: Float64Array;
  readonly falsePositives: Float64Array;
  readonly positives: number;
  readonly negatives: number;
}

/**
 * The area under the curve that a classifier's answers draw as the threshold falls from 1 to 0: for `ROC` the
 * probability that it gives more to a yes than to a no. For probabilities; each class of a sample is a question of
 * its own. As in Keras the curve has 200 points.
 * @throws ConfigError for an unusable option
 * @example compile(model, { metrics: ['auc', auc({ curve: 'PR', name: 'prAuc' })], … })
 */
export function auc(options: AucOptions = {}): Metric {
  expectKnownOptions('auc', options, ['curve', 'numThresholds', 'summationMethod', 'multiLabel', 'name']);
  const curve = oneOf('The curve of auc', options.curve ?? 'ROC', curves);
  const method = oneOf(
    'The summationMethod of auc',
    options.summationMethod ?? 'interpolation',
    summationMethods,
  );
  const perClass = truth('The multiLabel of auc', options.multiLabel ?? false);
  const thresholds = thresholdsOf(options.numThresholds ?? 200);
  return {
    name: metricName('auc', options.name),
    direction: 'up',
    build: (predictions, y, loss) => {
      if (loss.ignoreClass !== undefined) {
        throw new ConfigError(
          `auc was asked for with a loss that ignores the class ${loss.ignoreClass}; its curve counts the answers to all samples. Leave auc or ignoreClass out.`,
        );
      }
      const targets = targetsOf(predictions, y, loss);
      if (perClass) return countsAbove(predictions, targets, thresholds);
      const single = [sizeOf(predictions.shape), 1];
      return countsAbove(
        reshape({ x: predictions }, single).y,
        reshape({ x: targets }, single).y,
        thresholds,
      );
    },
    result: (table) => {
      const bins = thresholds.length + 1;
      const areas = Array.from({ length: table.length / (2 * bins) }, (_, k) => {
        const at = 2 * k * bins;
        const points = curveOf(table.subarray(at, at + bins), table.subarray(at + bins, at + 2 * bins));
        if (curve === 'PR' && method === 'interpolation') return interpolatedArea(points);
        return area(curve === 'PR' ? precisionRecall(points) : receiverOperating(points), method);
      });
      return areas.reduce((a, b) => a + b) / areas.length;
    },
  };
}

/** Evenly from 0 to 1, the first below every probability and the last above. */
function thresholdsOf(count: number): number[] {
  if (!Number.isSafeInteger(count) || count < 2) {
    throw new ConfigError(
      `The numThresholds of auc is ${show(count)}; it must be a whole number, 2 or more. Choose one such as 200.`,
    );
  }
  const inner = Array.from({ length: count - 2 }, (_, i) => (i + 1) / (count - 1));
  return [-1e-7, ...inner, 1 + 1e-7];
}

/** @param yes how many positives are above so many thresholds @param no the same of negatives */
function curveOf(yes: Float64Array, no: Float64Array): Curve {
  const truePositives = beyond(yes);
  const falsePositives = beyond(no);
  const total = (counts: Float64Array): number => counts.reduce((a, b) => a + b, 0);
  return { truePositives, falsePositives, positives: total(yes), negatives: total(no) };
}

/** For each threshold, how many are above it. */
function beyond(counts: Float64Array): Float64Array {
  const above = new Float64Array(counts.length - 1);
  for (let j = above.length - 1, sum = 0; j >= 0; j--) above[j] = sum += counts[j + 1]!;
  return above;
}

/** Points of a curve, from the lowest threshold to the highest. */
interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

function receiverOperating({ truePositives, falsePositives, positives, negatives }: Curve): Points {
  return {
    x: falsePositives.map((count) => ratio(count, negatives)),
    y: truePositives.map((count) => ratio(count, positives)),
  };
}

function precisionRecall({ truePositives, falsePositives, positives }: Curve): Points {
  return {
    x: truePositives.map((count) => ratio(count, positives)),
    y: truePositives.map((count, j) => ratio(count, count + falsePositives[j]!)),
  };
}

function area({ x, y }: Points, method: (typeof summationMethods)[number]): number {
  let sum = 0;
  for (let j = 0; j + 1 < x.length; j++) {
    const heights = [y[j]!, y[j + 1]!] as const;
    const [low, high] = [Math.min(...heights), Math.max(...heights)];
    const height = method === 'minoring' ? low : method === 'majoring' ? high : (low + high) / 2;
    sum += (x[j]! - x[j + 1]!) * height;
  }
  return sum;
}

/**
 * Between two points the true positives grow in step with the answers, which makes precision no straight line.
 * Davis and Goadrich, "The relationship between precision-recall and ROC curves", ICML 2006.
 */
function interpolatedArea({ truePositives, falsePositives, positives }: Curve): number {
  const answers = truePositives.map((count, j) => count + falsePositives[j]!);
  let sum = 0;
  for (let j = 0; j + 1 < answers.length; j++) {
    const [more, less] = [answers[j]!, answers[j + 1]!];
    const found = truePositives[j]! - truePositives[j + 1]!;
    const slope = ratio(found, more - less);
    const intercept = truePositives[j + 1]! - slope * less;
    const growth = more > 0 && less > 0 ? Math.log(more / less) : 0;
    sum += ratio(slope * (found + intercept * growth), positives);
  }
  return sum;
}
