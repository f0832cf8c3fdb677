import { type Shape, softmax as softmaxOp, type Value } from '@cnn/tensor';
import { Layer, type LayerOptions } from '../layer.js';

/** Turns scores into probabilities. */
export class Softmax extends Layer {
  constructor(options: LayerOptions) {
    super('Softmax', options, []);
  }

  override outputShape(inputShape: Shape): Shape {
    return inputShape;
  }

  override call(x: Value): Value {
    return softmaxOp({ x }).y;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), axis: -1 };
  }
}

/** eˣ / Σ eˣ along the last axis: probabilities that sum to 1. Inputs `[…, classes]`. */
export function softmax(options: LayerOptions = {}): Softmax {
  return new Softmax(options);
}
