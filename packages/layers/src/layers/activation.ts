import type { Shape, Value } from '@cnn/tensor';
import { type ActivationName, activate, activationName } from '../activations.js';
import { snakeCase } from '../case.js';
import { Layer, type LayerOptions } from '../layer.js';

export interface ActivationOptions extends LayerOptions {
  readonly activation: ActivationName;
}

/** An activation function as a layer of its own. */
export class Activation extends Layer {
  readonly activation: ActivationName;

  constructor(options: ActivationOptions) {
    super('Activation', options, ['activation']);
    this.activation = activationName(`The activation of ${this.label}`, options.activation);
  }

  override outputShape(inputShape: Shape): Shape {
    return inputShape;
  }

  override call(x: Value): Value {
    return activate(this.activation, x);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), activation: snakeCase(this.activation) };
  }
}

/**
 * Applies a function to each element; `softmax` to the last axis. Inputs of any shape.
 * @example activation('relu')
 * @throws ConfigError for an activation that does not exist
 */
export function activation(name: ActivationName, options: LayerOptions = {}): Activation {
  return new Activation({ ...options, activation: name });
}
