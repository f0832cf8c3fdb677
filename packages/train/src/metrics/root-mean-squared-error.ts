import { expectKnownOptions } from '@cnn/layers';
import { mean, reshape, scale } from '@cnn/tensor';
import { meanSquaredError } from '../losses/mean-squared-error.js';
import type { Metric } from './metric.js';
import { metricName } from './metric-name.js';
import { ofLoss } from './of-loss.js';

/** Options of {@link rootMeanSquaredError}. */
export interface RootMeanSquaredErrorOptions {
  /** What the figure is called. Default `rootMeanSquaredError`. */
  name?: string;
}

/**
 * The square root of the mean of (prediction − y)² over all numbers of all samples.
 * @throws ConfigError for an unusable option
 */
export function rootMeanSquaredError(options: RootMeanSquaredErrorOptions = {}): Metric {
  expectKnownOptions('rootMeanSquaredError', options, ['name']);
  const squares = ofLoss(meanSquaredError());
  return {
    name: metricName('rootMeanSquaredError', options.name),
    direction: 'down',
    build: (predictions, y, loss) => {
      const each = squares.build(predictions, y, loss);
      return reshape({ x: scale({ x: mean({ x: each }).y }, each.shape[0]!).y }, [1]).y;
    },
    result: ([sum], samples) => Math.sqrt(sum! / samples),
  };
}
