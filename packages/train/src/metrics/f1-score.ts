import { type ClassMetricOptions, classMetric } from './class-metric.js';
import { ratio, type Threshold } from './class-table.js';
import type { Metric } from './metric.js';

/** Options of {@link f1Score}. */
export interface F1ScoreOptions extends ClassMetricOptions {
  /**
   * The probability above which the answer is yes; or `argmax`: yes for the most probable class, and for a single
   * output above ½. Default `argmax`.
   */
  threshold?: Threshold;
}

/**
 * The harmonic mean of precision and recall, 2 · right / (2 · right + false alarms + misses), of each class, and
 * of these the mean unless `average` says otherwise (default `macro`).
 * @throws ConfigError for an unusable option
 * @example compile(model, { metrics: [f1Score({ average: 'weighted' })], … })
 */
export function f1Score(options: F1ScoreOptions = {}): Metric {
  const { threshold = 'argmax', average = 'macro' } = options;
  return classMetric({
    called: 'f1Score',
    options,
    average,
    threshold: { option: 'threshold', value: threshold },
    figure: ({ truePositives, falsePositives, falseNegatives }) =>
      ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
  });
}
