import { minimum as minimumOp, type Value } from '@cnn/tensor';
import { ElementwiseMerge, type MergeOptions } from './merge.js';

/** The smallest of its inputs, element by element. */
export class Minimum extends ElementwiseMerge {
  constructor(options: MergeOptions = {}) {
    super('Minimum', options);
  }

  protected override merge(a: Value, b: Value): Value {
    return minimumOp({ a, b }).y;
  }
}

/**
 * The smallest of inputs of one shape, element by element. Where several are equal, the first one gets the gradient.
 * @throws ConfigError for unusable options
 */
export function minimum(options: MergeOptions = {}): Minimum {
  return new Minimum(options);
}
