import { ConfigError, localResponseNorm, type Shape, type Value } from '@cnn/tensor';
import { Layer, type LayerOptions } from '../layer.js';
import { finite, positive, show } from '../options.js';

/** With the names and defaults of `tf.nn.local_response_normalization`. */
export interface LocalResponseNormalizationOptions extends LayerOptions {
  /** How many channels to each side take part: 2 for a window of 5. Default 5. */
  readonly depthRadius?: number;
  /** Default 1. */
  readonly bias?: number;
  /** Weight of a square; elsewhere it is often divided by the size of the window, here it is not. Default 1. */
  readonly alpha?: number;
  /** Default 0.5. */
  readonly beta?: number;
}

/** Lets strong responses hold down those of neighbouring channels. */
export class LocalResponseNormalization extends Layer {
  readonly depthRadius: number;
  readonly bias: number;
  readonly alpha: number;
  readonly beta: number;

  constructor(options: LocalResponseNormalizationOptions) {
    super('LocalResponseNormalization', options, ['depthRadius', 'bias', 'alpha', 'beta']);
    const { label } = this;
    const { depthRadius = 5 } = options;
    if (!(Number.isSafeInteger(depthRadius) && depthRadius >= 0)) {
      throw new ConfigError(
        `The depthRadius of ${label} is ${show(depthRadius)}; it must be a whole number of channels. Choose 0 or more.`,
      );
    }
    this.depthRadius = depthRadius;
    this.bias = positive(`The bias of ${label}`, options.bias ?? 1);
    this.alpha = positive(`The alpha of ${label}`, options.alpha ?? 1);
    this.beta = finite(`The beta of ${label}`, options.beta ?? 0.5);
  }

  override outputShape(inputShape: Shape): Shape {
    return inputShape;
  }

  override call(x: Value): Value {
    const { depthRadius, bias, alpha, beta } = this;
    return localResponseNorm({ x }, { depthRadius, bias, alpha, beta }).y;
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      depth_radius: this.depthRadius,
      bias: this.bias,
      alpha: this.alpha,
      beta: this.beta,
    };
  }
}

/**
 * y = x · (bias + alpha · Σ x²)^−beta, the sum over the channels at most `depthRadius` away. Inputs `[…, channels]`.
 * Keras has no such layer. Krizhevsky, Sutskever and Hinton, "ImageNet classification with deep convolutional
 * neural networks", NeurIPS 2012.
 * @example localResponseNormalization({ depthRadius: 2, bias: 2, alpha: 1e-4, beta: 0.75 }) // AlexNet
 * @throws ConfigError for unusable options
 */
export function localResponseNormalization(
  options: LocalResponseNormalizationOptions = {},
): LocalResponseNormalization {
  return new LocalResponseNormalization(options);
}
