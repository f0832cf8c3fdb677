import { ConfigError, type Shape, sameShape, type Value } from '@cnn/tensor';
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

/** Merges element by element what has one shape. */
export abstract class ElementwiseMerge extends Merge {
  constructor(className: string, options: MergeOptions) {
    super(className, options, []);
  }

  override shapeFrom(inputShapes: readonly Shape[]): Shape {
    const [first] = inputShapes;
    if (inputShapes.every((shape) => sameShape(shape, first!))) return first!;
    this.refuse(
      inputShapes,
      'inputs of one shape',
      'Make them alike with a convolution, padding or cropping.',
    );
  }

  override callOn(inputs: readonly Value[]): Value {
    return inputs.reduce((a, b) => this.merge(a, b));
  }

  /** Adds the merge of two to a graph; more are merged one after another. */
  protected abstract merge(a: Value, b: Value): Value;
}
