import { add, relu, subtract, type Value } from '@cnn/tensor';
import type { Loss } from './loss.js';
import { valuesAccuracy } from './values-accuracy.js';

/**
 * The mean of |prediction − y| over a sample's numbers. Output and y of one shape, `[batch, …]`. The metric
 * 'accuracy' is that of meanSquaredError.
 * @example compile(model, { loss: 'meanAbsoluteError', optimizer: 'adam' })
 */
export function meanAbsoluteError(): Loss {
  return {
    name: 'meanAbsoluteError',
    targets: 'values',
    build: (output, targets) => ({ each: absoluteErrors(output, targets), predictions: output }),
    accuracy: valuesAccuracy,
  };
}

/** |a − b|, element by element; the slope is 0 where both are equal. */
export function absoluteErrors(a: Value, b: Value): Value {
  const above = relu({ x: subtract({ a, b }).y }).y;
  const below = relu({ x: subtract({ a: b, b: a }).y }).y;
  return add({ a: above, b: below }).y;
}
