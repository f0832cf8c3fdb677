import { add as addOp, type Value } from '@cnn/tensor';
import { ElementwiseMerge, type MergeOptions } from './merge.js';

/** The sum of its inputs, element by element. */
export class Add extends ElementwiseMerge {
  constructor(options: MergeOptions = {}) {
    super('Add', options);
  }

  protected override merge(a: Value, b: Value): Value {
    return addOp({ a, b }).y;
  }
}

/**
 * The sum of inputs of one shape, element by element, as where a residual connection ends.
 * @example
 * const y = add().apply([x, conv2d({ filters: 16, kernelSize: 3, padding: 'same' }).apply(x)]);
 * @throws ConfigError for unusable options
 */
export function add(options: MergeOptions = {}): Add {
  return new Add(options);
}
