import { type ClassMetricOptions, classMetric } from './class-metric.js';
import { ratio, type Threshold } from './class-table.js';
import type { Metric } from './metric.js';

/** Options of {@link precision} and {@link recall}. */
export interface PrecisionOptions extends ClassMetricOptions {
  /** The probability above which the answer is yes; or `argmax`: yes for the most probable class. Default 0.5. */
  thresholds?: Threshold;
}

/**
 * The share of right answers among all times that the model said yes. As in Keras, every class of a sample is a
 * question of its own, and all answers count together unless `average` says otherwise (default `micro`).
 * @throws ConfigError for an unusable option
 * @example compile(model, { metrics: ['precision', precision({ classId: 1, name: 'precisionOfYes' })], … })
 */
export function precision(options: PrecisionOptions = {}): Metric {
  const { thresholds = 0.5, average = 'micro' } = options;
  return classMetric({
    called: 'precision',
    options,
    average,
    threshold: { option: 'thresholds', value: thresholds },
    figure: ({ truePositives, falsePositives }) => ratio(truePositives, truePositives + falsePositives),
  });
}

/**
 * The share of all there is to find that the model found: its right yes among those that should have been. Every
 * class of a sample is a question of its own, as for {@link precision}.
 * @throws ConfigError for an unusable option
 * @example compile(model, { metrics: ['recall', recall({ thresholds: 0.3, name: 'recallAt30' })], … })
 */
export function recall(options: PrecisionOptions = {}): Metric {
  const { thresholds = 0.5, average = 'micro' } = options;
  return classMetric({
    called: 'recall',
    options,
    average,
    threshold: { option: 'thresholds', value: thresholds },
    figure: ({ truePositives, falseNegatives }) => ratio(truePositives, truePositives + falseNegatives),
  });
}
