import { mean, reshape, scale } from '@cnn/tensor';
import { meanSquaredError } from '../losses/mean-squared-error.js';
import type { Metric } from './metric.js';
import { ofLoss } from './of-loss.js';

/** The square root of the mean of (prediction − y)² over all numbers of all samples. */
export function rootMeanSquaredError(): Metric {
  const squares = ofLoss(meanSquaredError());
  return {
    name: 'rootMeanSquaredError',
    build: (predictions, y, loss) => {
      const each = squares.build(predictions, y, loss);
      return reshape({ x: scale({ x: mean({ x: each }).y }, each.shape[0]!).y }, [1]).y;
    },
    result: ([sum], samples) => Math.sqrt(sum! / samples),
  };
}
