import { expectKnownOptions, oneOf, show } from '@cnn/layers';
import { ConfigError } from '@cnn/tensor';
import { type ClassCounts, classCounts, classTable, ratio, type Threshold } from './class-table.js';
import type { Metric } from './metric.js';
import { metricName } from './metric-name.js';

const averages = ['micro', 'macro', 'weighted'] as const;

/** Options of metrics that are figures of classes. */
export interface ClassMetricOptions {
  /**
   * What becomes of several classes: one figure for all their answers together (`micro`), or the mean of theirs,
   * equally (`macro`) or by how many samples a class has (`weighted`).
   */
  average?: (typeof averages)[number];
  /** A class whose figure alone is meant. */
  classId?: number;
  /** What the figure is called. */
  name?: string;
}

/** What such a metric is made of. */
interface ClassMetric {
  /** Name of the function that makes it. */
  readonly called: string;
  readonly options: ClassMetricOptions;
  readonly average: (typeof averages)[number];
  /** The name of the option for it, and its value. */
  readonly threshold: { readonly option: string; readonly value: Threshold };
  /** The figure of a class. */
  figure(counts: ClassCounts): number;
}

/** Makes a metric of a figure that each class has. @throws ConfigError for an unusable option */
export function classMetric({ called, options, average, threshold, figure }: ClassMetric): Metric {
  expectKnownOptions(called, options, [threshold.option, 'average', 'classId', 'name']);
  checkThreshold(`The ${threshold.option} of ${called}`, threshold.value);
  oneOf(`The average of ${called}`, average, averages);
  const { classId } = options;
  if (classId !== undefined && !(Number.isSafeInteger(classId) && classId >= 0)) {
    throw new ConfigError(
      `The classId of ${called} is ${show(classId)}; it must be a class number, from 0 on.`,
    );
  }
  return {
    name: metricName(called, options.name),
    direction: 'up',
    build: (predictions, y, loss) => {
      const classes = predictions.shape.at(-1)!;
      if (classId !== undefined && classId >= classes) {
        throw new ConfigError(
          `${called} was asked for the class ${classId}, but the model knows the classes 0 to ${classes - 1}. Choose one of these.`,
        );
      }
      return classTable(predictions, y, loss, threshold.value);
    },
    result: (table) => {
      const counts = classCounts(table);
      return classId === undefined ? averaged(counts, average, figure) : figure(counts[classId]!);
    },
  };
}

function checkThreshold(what: string, threshold: Threshold): void {
  if (threshold === 'argmax' || Number.isFinite(threshold)) return;
  throw new ConfigError(
    `${what} is ${show(threshold)}; it must be a number that a probability is compared with, or 'argmax'. Choose one such as 0.5.`,
  );
}

function averaged(
  classes: readonly ClassCounts[],
  average: (typeof averages)[number],
  figure: (counts: ClassCounts) => number,
): number {
  if (average === 'micro') return figure(classes.reduce(together));
  const weights = classes.map((counts) =>
    average === 'macro' ? 1 : counts.truePositives + counts.falseNegatives,
  );
  const total = weights.reduce((a, b) => a + b);
  return ratio(
    classes.reduce((sum, counts, k) => sum + weights[k]! * figure(counts), 0),
    total,
  );
}

function together(a: ClassCounts, b: ClassCounts): ClassCounts {
  return {
    truePositives: a.truePositives + b.truePositives,
    falsePositives: a.falsePositives + b.falsePositives,
    trueNegatives: a.trueNegatives + b.trueNegatives,
    falseNegatives: a.falseNegatives + b.falseNegatives,
  };
}
