import {
  binaryAccuracy,
  categoricalAccuracy,
  meanSquaredError as squaredError,
  type Value,
} from '@cnn/tensor';
import type { Loss } from './loss.js';

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
    accuracy,
  };
}

function accuracy(predictions: Value, targets: Value): Value {
  if (predictions.shape.at(-1) !== 1) return categoricalAccuracy({ scores: predictions, targets }).hit;
  return binaryAccuracy({ probabilities: predictions, targets }, { threshold: 0.5 }).hit;
}
