import { expectKnownOptions } from '@cnn/layers';
import { hitRate } from './hit-rate.js';
import type { Metric } from './metric.js';
import { metricName } from './metric-name.js';

/** Options of {@link accuracy}. */
export interface AccuracyOptions {
  /** What the figure is called. Default `accuracy`. */
  name?: string;
}

/**
 * The share of samples that the model gets right. As in Keras, the loss decides what that means: the largest
 * score is that of the right class (categorical losses), or each probability is on the right side of ½
 * (binary ones).
 * @throws ConfigError for an unusable option
 */
export function accuracy(options: AccuracyOptions = {}): Metric {
  expectKnownOptions('accuracy', options, ['name']);
  const name = metricName('accuracy', options.name);
  return hitRate(name, (predictions, y, loss) => loss.accuracy(predictions, y));
}
