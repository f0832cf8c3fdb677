import { formatShape } from '@cnn/tensor';
import type { BaseLayer } from './base-layer.js';
import type { InputLayer } from './input-layer.js';

/** A shape whose first axis, the batch, can have any size. */
export type BatchShape = readonly [null, ...number[]];

/** A layer at one of its places: what it is applied to. */
export interface LayerCall {
  readonly layer: BaseLayer;
  readonly inputs: readonly SymbolicTensor[];
}

/**
 * What an input or a layer at one of its places will give, before there are any numbers: the lines between the
 * layers of a `model({ inputs, outputs })`. Comes from `inputLayer(…)` and `layer.apply(…)`.
 */
export class SymbolicTensor {
  readonly shape: BatchShape;
  readonly origin: InputLayer | LayerCall;

  constructor(shape: BatchShape, origin: InputLayer | LayerCall) {
    this.shape = shape;
    this.origin = origin;
  }

  /** The layer that gives it, when it is not an input. */
  get call(): LayerCall | undefined {
    return 'layer' in this.origin ? this.origin : undefined;
  }

  /** The input or the layer that gives it. */
  get operation(): InputLayer | BaseLayer {
    return 'layer' in this.origin ? this.origin.layer : this.origin;
  }

  /** Where it comes from and its shape, for messages: `the output of conv2d (Conv2D), [null, 32, 32, 8]`. */
  get label(): string {
    const of = 'layer' in this.origin ? `the output of ${this.origin.layer.label}` : this.origin.label;
    return `${of}, ${formatShape(this.shape)}`;
  }
}
