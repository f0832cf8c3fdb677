import type { Shape, Value } from '@cnn/tensor';
import { BaseLayer, type WeightSpec } from './base-layer.js';
import type { ApplyContext } from './context.js';
import type { SymbolicTensor } from './symbolic-tensor.js';

export type { LayerOptions, WeightSpec } from './base-layer.js';

/** A layer of one input, as most are. */
export abstract class Layer extends BaseLayer {
  override readonly takesList: boolean = false;

  /** Shape of an output, given that of an input. @throws ShapeError when the layer cannot take such inputs. */
  abstract outputShape(inputShape: Shape): Shape;

  /** Adds the layer to a graph. @param x `[batch, …inputShape]` */
  abstract call(x: Value, context: ApplyContext): Value;

  /**
   * Puts the layer into a model that is made with `model({ inputs, outputs })`. Applied several times, a layer
   * has the same weights at all places.
   * @throws ShapeError when the layer cannot take such inputs
   */
  apply(x: SymbolicTensor): SymbolicTensor {
    return this.applyTo([x]);
  }

  /** Multiplications and additions in weights for one input, in the forward pass. What is not in weights is small. */
  flops(_inputShape: Shape): number {
    return 0;
  }

  /** Weights to be made for inputs of a shape, by role. */
  protected weightSpecs(_inputShape: Shape): Readonly<Record<string, WeightSpec>> {
    return {};
  }

  override shapeFrom([inputShape]: readonly Shape[]): Shape {
    return this.outputShape(inputShape!);
  }

  override callOn([x]: readonly Value[], context: ApplyContext): Value {
    return this.call(x!, context);
  }

  override flopsFrom([inputShape]: readonly Shape[]): number {
    return this.flops(inputShape!);
  }

  protected override weightSpecsFrom([inputShape]: readonly Shape[]): Readonly<Record<string, WeightSpec>> {
    return this.weightSpecs(inputShape!);
  }
}
