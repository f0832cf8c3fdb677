import { maximum as maximumOp, type Value } from '@cnn/tensor';
import { ElementwiseMerge, type MergeOptions } from './merge.js';

/** The largest of its inputs, element by element. */
export class Maximum extends ElementwiseMerge {
  constructor(options: MergeOptions = {}) {
    super('Maximum', options);
  }

  protected override merge(a: Value, b: Value): Value {
    return maximumOp({ a, b }).y;
  }
}

/**
 * The largest of inputs of one shape, element by element. Where several are equal, the first one gets the gradient.
 * @throws ConfigError for unusable options
 */
export function maximum(options: MergeOptions = {}): Maximum {
  return new Maximum(options);
}
