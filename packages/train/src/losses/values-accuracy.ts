import { binaryAccuracy, categoricalAccuracy, type Value } from '@cnn/tensor';

/**
 * What 'accuracy' means, as in Keras, for losses that say nothing of the kind: that of a yes or no (above ½ or
 * not) for one output, of one-hot rows for more.
 */
export function valuesAccuracy(predictions: Value, targets: Value): Value {
  if (predictions.shape.at(-1) !== 1) return categoricalAccuracy({ scores: predictions, targets }).hit;
  return binaryAccuracy({ probabilities: predictions, targets }, { threshold: 0.5 }).hit;
}
