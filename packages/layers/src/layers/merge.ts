import { ConfigError, type Shape, sameShape, upsampleNearest2d, type Value } from '@cnn/tensor';
import { BaseLayer, type LayerOptions } from '../base-layer.js';
import { show } from '../options.js';
import type { SymbolicTensor } from '../symbolic-tensor.js';

export type MergeOptions = Omit<LayerOptions, 'inputShape'>;

/** A layer that makes one of several. */
export abstract class Merge extends BaseLayer {
  override readonly takesList: boolean = true;

  /**
   * Puts the layer into a model that is made with `model({ inputs, outputs })`.
   * @throws ShapeError when the inputs do not fit together
   */
  apply(inputs: readonly SymbolicTensor[]): SymbolicTensor {
    if (Array.isArray(inputs) && inputs.length > 0) return this.applyTo(inputs);
    throw new ConfigError(
      `${this.label} was applied to ${Array.isArray(inputs) ? 'an empty list' : show(typeof inputs)}; it merges a list of what layers gave. Pass one, such as [a, b].`,
    );
  }
}

/** Merges element by element what has one shape, or images with what has one pixel for a row, a column or all. */
export abstract class ElementwiseMerge extends Merge {
  constructor(className: string, options: MergeOptions) {
    super(className, options, []);
  }

  override shapeFrom(inputShapes: readonly Shape[]): Shape {
    const [first] = inputShapes as [Shape];
    if (inputShapes.every((shape) => sameShape(shape, first))) return first;
    const largest = first.map((_, axis) => Math.max(...inputShapes.map((shape) => shape[axis]!)));
    const fits = (shape: Shape): boolean =>
      shape.length === 3 && shape.every((size, axis) => size === largest[axis] || (size === 1 && axis < 2));
    if (inputShapes.every(fits)) return largest;
    this.refuse(
      inputShapes,
      'inputs of one shape, or images and what has one pixel for a row, a column or all of theirs',
      'Make them alike with a convolution, padding or cropping.',
    );
  }

  override callOn(inputs: readonly Value[]): Value {
    const shape = this.shapeFrom(inputs.map((input) => input.shape.slice(1)));
    return inputs.map((input) => spread(input, shape)).reduce((a, b) => this.merge(a, b));
  }

  /** Adds the merge of two to a graph; more are merged one after another. */
  protected abstract merge(a: Value, b: Value): Value;
}

/** Repeats the only row or column of an image as often as a shape has rows or columns. */
function spread(x: Value, shape: Shape): Value {
  if (sameShape(x.shape.slice(1), shape)) return x;
  const [, height, width] = x.shape as [number, number, number, number];
  return upsampleNearest2d({ x }, [shape[0]! / height, shape[1]! / width]).y;
}
