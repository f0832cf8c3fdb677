import { type Shape, subtract as subtractOp, type Value } from '@cnn/tensor';
import { ElementwiseMerge, type MergeOptions } from './merge.js';

/** The first of two inputs less the second, element by element. */
export class Subtract extends ElementwiseMerge {
  constructor(options: MergeOptions = {}) {
    super('Subtract', options);
  }

  override shapeFrom(inputShapes: readonly Shape[]): Shape {
    if (inputShapes.length !== 2) {
      this.refuse(inputShapes, 'two inputs', 'Pass [a, b] for a − b.');
    }
    return super.shapeFrom(inputShapes);
  }

  protected override merge(a: Value, b: Value): Value {
    return subtractOp({ a, b }).y;
  }
}

/**
 * The first of two inputs less the second, element by element: `subtract().apply([a, b])` is a − b.
 * @throws ConfigError for unusable options
 */
export function subtract(options: MergeOptions = {}): Subtract {
  return new Subtract(options);
}
