import { batchNorm, ConfigError, moments, movingAverage, type Shape, type Value } from '@cnn/tensor';
import { snakeCase } from '../case.js';
import type { ApplyContext } from '../context.js';
import { type InitializerName, initializerName } from '../initializers.js';
import { Layer, type LayerOptions, type WeightSpec } from '../layer.js';
import { positive, show, truth } from '../options.js';

export interface BatchNormalizationOptions extends LayerOptions {
  /** Share of the running averages that a training step keeps, 0 … 1. Default 0.99. */
  readonly momentum?: number;
  /** Added to variances, so that none is 0. Default 1e-3. */
  readonly epsilon?: number;
  /** Whether each channel has a `beta`, its mean after normalisation. Default true. */
  readonly center?: boolean;
  /** Whether each channel has a `gamma`, its standard deviation after normalisation. Default true. */
  readonly scale?: boolean;
  /** Default `zeros`. */
  readonly betaInitializer?: InitializerName;
  /** Default `ones`. */
  readonly gammaInitializer?: InitializerName;
  /** Default `zeros`. */
  readonly movingMeanInitializer?: InitializerName;
  /** Default `ones`. */
  readonly movingVarianceInitializer?: InitializerName;
}

/**
 * Normalises each channel. Weights, all `[channels]`: `gamma`, `beta`, and the running averages `moving_mean`
 * and `moving_variance`, which training updates without an optimizer.
 */
export class BatchNormalization extends Layer {
  readonly momentum: number;
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
  readonly betaInitializer: InitializerName;
  readonly gammaInitializer: InitializerName;
  readonly movingMeanInitializer: InitializerName;
  readonly movingVarianceInitializer: InitializerName;

  constructor(options: BatchNormalizationOptions) {
    super('BatchNormalization', options, [
      'momentum',
      'epsilon',
      'center',
      'scale',
      'betaInitializer',
      'gammaInitializer',
      'movingMeanInitializer',
      'movingVarianceInitializer',
    ]);
    const { label } = this;
    this.momentum = share(`The momentum of ${label}`, options.momentum ?? 0.99);
    this.epsilon = positive(`The epsilon of ${label}`, options.epsilon ?? 1e-3);
    this.center = truth(`The center of ${label}`, options.center ?? true);
    this.scale = truth(`The scale of ${label}`, options.scale ?? true);
    const { betaInitializer = 'zeros', gammaInitializer = 'ones' } = options;
    const { movingMeanInitializer = 'zeros', movingVarianceInitializer = 'ones' } = options;
    this.betaInitializer = initializerName(`The betaInitializer of ${label}`, betaInitializer);
    this.gammaInitializer = initializerName(`The gammaInitializer of ${label}`, gammaInitializer);
    this.movingMeanInitializer = initializerName(
      `The movingMeanInitializer of ${label}`,
      movingMeanInitializer,
    );
    this.movingVarianceInitializer = initializerName(
      `The movingVarianceInitializer of ${label}`,
      movingVarianceInitializer,
    );
  }

  override outputShape(inputShape: Shape): Shape {
    return inputShape;
  }

  override call(x: Value, { mode, updates }: ApplyContext): Value {
    const { epsilon, momentum } = this;
    const gamma = this.scale ? this.weight('gamma') : undefined;
    const beta = this.center ? this.weight('beta') : undefined;
    const averages = { mean: this.weight('moving_mean'), variance: this.weight('moving_variance') };
    if (mode === 'infer' || !this.trainable) {
      return batchNorm({ x, ...averages, gamma, beta }, { epsilon, statistics: 'given' }).y;
    }
    if (!updates) {
      throw new Error(`${this.label} has averages to update; make the context with trainContext().`);
    }
    const { mean, variance } = moments({ x });
    updates.push(
      movingAverage({ average: averages.mean, sample: mean }, { momentum }).newAverage,
      movingAverage({ average: averages.variance, sample: variance }, { momentum }).newAverage,
    );
    return batchNorm({ x, mean, variance, gamma, beta }, { epsilon, statistics: 'batch' }).y;
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      axis: -1,
      momentum: this.momentum,
      epsilon: this.epsilon,
      center: this.center,
      scale: this.scale,
      beta_initializer: snakeCase(this.betaInitializer),
      gamma_initializer: snakeCase(this.gammaInitializer),
      moving_mean_initializer: snakeCase(this.movingMeanInitializer),
      moving_variance_initializer: snakeCase(this.movingVarianceInitializer),
    };
  }

  protected override weightSpecs(inputShape: Shape): Readonly<Record<string, WeightSpec>> {
    const shape = [inputShape.at(-1)!];
    return {
      ...(this.scale && { gamma: { shape, initializer: this.gammaInitializer } }),
      ...(this.center && { beta: { shape, initializer: this.betaInitializer } }),
      moving_mean: { shape, initializer: this.movingMeanInitializer, trainable: false },
      moving_variance: { shape, initializer: this.movingVarianceInitializer, trainable: false },
    };
  }
}

/**
 * Normalises each channel, the last axis, to mean `beta` and standard deviation `gamma`, which are learned. In
 * training by the mean and variance of the batch over all other axes, from which running averages are kept; in
 * inference, and with `trainable: false` always, by these averages. As in Keras they begin at 0 and 1 and follow
 * by 1 − momentum in each step, so a network needs some hundreds of steps until it infers as well as it trains.
 *
 * A convolution before it needs no bias of its own: `conv2d({ …, useBias: false })`. A ReLU after it costs nothing.
 * Ioffe and Szegedy, "Batch normalization: accelerating deep network training by reducing internal covariate
 * shift", ICML 2015.
 * @throws ConfigError for unusable options
 */
export function batchNormalization(options: BatchNormalizationOptions = {}): BatchNormalization {
  return new BatchNormalization(options);
}

function share(what: string, value: unknown): number {
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  throw new ConfigError(
    `${what} is ${show(value)}; it must be the share that a step keeps. Choose a number from 0 to 1, such as 0.99.`,
  );
}
