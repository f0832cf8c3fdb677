import { add, scale, type Value } from '@cnn/tensor';
import { ElementwiseMerge, type MergeOptions } from './merge.js';

/** The mean of its inputs, element by element. */
export class Average extends ElementwiseMerge {
  constructor(options: MergeOptions = {}) {
    super('Average', options);
  }

  override callOn(inputs: readonly Value[]): Value {
    return scale({ x: super.callOn(inputs) }, 1 / inputs.length).y;
  }

  protected override merge(a: Value, b: Value): Value {
    return add({ a, b }).y;
  }
}

/**
 * The mean of inputs of one shape, element by element.
 * @throws ConfigError for unusable options
 */
export function average(options: MergeOptions = {}): Average {
  return new Average(options);
}
