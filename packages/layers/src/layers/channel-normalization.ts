import type { Shape, Value } from '@cnn/tensor';
import { initializerConfig, initializerOf } from '../initializer-option.js';
import type { Initializer, KnownInitializer } from '../initializers.js';
import { Layer, type LayerOptions, type WeightSpec } from '../layer.js';
import { positive, truth } from '../options.js';

/** Options of all layers that normalise, and then give each channel a scale and a center that are learned. */
export interface ChannelNormalizationOptions extends LayerOptions {
  /** Added to variances, so that none is 0. Default 1e-3. */
  readonly epsilon?: number;
  /** Whether each channel has a `beta`, its mean after normalisation. Default true. */
  readonly center?: boolean;
  /** Whether each channel has a `gamma`, its standard deviation after normalisation. Default true. */
  readonly scale?: boolean;
  /** Default `zeros`. */
  readonly betaInitializer?: Initializer;
  /** Default `ones`. */
  readonly gammaInitializer?: Initializer;
}

/** Normalises along the last axis or others, and scales and shifts along the last. Weights: `gamma` and `beta` `[channels]`. */
export abstract class ChannelNormalization extends Layer {
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
  readonly betaInitializer: KnownInitializer;
  readonly gammaInitializer: KnownInitializer;

  protected constructor(
    className: string,
    options: ChannelNormalizationOptions,
    more: readonly string[] = [],
  ) {
    const own = ['epsilon', 'center', 'scale', 'betaInitializer', 'gammaInitializer'];
    super(className, options, [...more, ...own]);
    const { label } = this;
    this.epsilon = positive(`The epsilon of ${label}`, options.epsilon ?? 1e-3);
    this.center = truth(`The center of ${label}`, options.center ?? true);
    this.scale = truth(`The scale of ${label}`, options.scale ?? true);
    const { betaInitializer = 'zeros', gammaInitializer = 'ones' } = options;
    this.betaInitializer = initializerOf(`The betaInitializer of ${label}`, betaInitializer);
    this.gammaInitializer = initializerOf(`The gammaInitializer of ${label}`, gammaInitializer);
  }

  override outputShape(inputShape: Shape): Shape {
    return inputShape;
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      axis: -1,
      epsilon: this.epsilon,
      center: this.center,
      scale: this.scale,
      beta_initializer: initializerConfig(this.betaInitializer),
      gamma_initializer: initializerConfig(this.gammaInitializer),
    };
  }

  /** The weights that the options ask for. */
  protected get factors(): { readonly gamma: Value | undefined; readonly beta: Value | undefined } {
    return {
      gamma: this.scale ? this.weight('gamma') : undefined,
      beta: this.center ? this.weight('beta') : undefined,
    };
  }

  protected override weightSpecs(inputShape: Shape): Readonly<Record<string, WeightSpec>> {
    const shape = [inputShape.at(-1)!];
    return {
      ...(this.scale && { gamma: { shape, initializer: this.gammaInitializer } }),
      ...(this.center && { beta: { shape, initializer: this.betaInitializer } }),
    };
  }
}
