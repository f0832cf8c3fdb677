import { meanSquaredError as squaredError } from '@cnn/tensor';
import type { Loss } from './loss.js';
import { valuesAccuracy } from './values-accuracy.js';

/**
 * The mean of (prediction − y)² over a sample's numbers. Output and y of one shape, `[batch, …]`. The metric
 * 'accuracy' is, as in Keras, that of a yes or no (above ½ or not) for one output, of one-hot rows for more.
 * @example compile(model, { loss: 'meanSquaredError', optimizer: sgd({ learningRate: 0.1 }) })
 */
export function meanSquaredError(): Loss {
  return {
    name: 'meanSquaredError',
    targets: 'values',
    build: (output, targets) => ({
      each: squaredError({ predictions: output, targets }).loss,
      predictions: output,
    }),
    accuracy: valuesAccuracy,
  };
}
