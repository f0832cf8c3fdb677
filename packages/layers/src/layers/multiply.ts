import { multiply as multiplyOp, type Value } from '@cnn/tensor';
import { ElementwiseMerge, type MergeOptions } from './merge.js';

/** The product of its inputs, element by element. */
export class Multiply extends ElementwiseMerge {
  constructor(options: MergeOptions = {}) {
    super('Multiply', options);
  }

  protected override merge(a: Value, b: Value): Value {
    return multiplyOp({ a, b }).y;
  }
}

/**
 * The product of inputs of one shape, element by element. One of them may have one pixel for
 * a row, a column or all of the others', such as the gate of a channel: `multiply().apply([image, gate])` of
 * `[h, w, c]` and `[1, 1, c]`.
 * @throws ConfigError for unusable options
 */
export function multiply(options: MergeOptions = {}): Multiply {
  return new Multiply(options);
}
