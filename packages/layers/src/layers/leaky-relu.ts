import { leakyRelu as leakyReluOp, type Shape, type Value } from '@cnn/tensor';
import { Layer, type LayerOptions } from '../layer.js';
import { finite } from '../options.js';

export interface LeakyReLUOptions extends LayerOptions {
  /** Slope where x < 0. Default 0.3. */
  readonly negativeSlope?: number;
}

/** ReLU that lets a part of negative inputs through, so that no unit stays without gradient. */
export class LeakyReLU extends Layer {
  readonly negativeSlope: number;

  constructor(options: LeakyReLUOptions) {
    super('LeakyReLU', options, ['negativeSlope']);
    this.negativeSlope = finite(`The negativeSlope of ${this.label}`, options.negativeSlope ?? 0.3);
  }

  override outputShape(inputShape: Shape): Shape {
    return inputShape;
  }

  override call(x: Value): Value {
    return leakyReluOp({ x }, { negativeSlope: this.negativeSlope }).y;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), negative_slope: this.negativeSlope };
  }
}

/**
 * x where x ≥ 0, else negativeSlope · x. Inputs of any shape. As in Keras the slope is 0.3 here by default, and
 * 0.2 in the activation of this name. Maas, Hannun and Ng, "Rectifier nonlinearities improve neural network
 * acoustic models", ICML 2013.
 * @throws ConfigError for a slope that is no number
 */
export function leakyRelu(options: LeakyReLUOptions = {}): LeakyReLU {
  return new LeakyReLU(options);
}
