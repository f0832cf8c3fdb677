import { batchNorm, ConfigError, moments, movingAverage, type Shape, type Value } from '@cnn/tensor';
import type { ApplyContext } from '../context.js';
import { initializerConfig, initializerOf } from '../initializer-option.js';
import type { Initializer, KnownInitializer } from '../initializers.js';
import type { WeightSpec } from '../layer.js';
import { show } from '../options.js';
import { ChannelNormalization, type ChannelNormalizationOptions } from './channel-normalization.js';

export interface BatchNormalizationOptions extends ChannelNormalizationOptions {
  /** Share of the running averages that a training step keeps, 0 … 1. Default 0.99. */
  readonly momentum?: number;
  /** Default `zeros`. */
  readonly movingMeanInitializer?: Initializer;
  /** Default `ones`. */
  readonly movingVarianceInitializer?: Initializer;
}

/**
 * Normalises each channel. Weights, all `[channels]`: `gamma`, `beta`, and the running averages `moving_mean`
 * and `moving_variance`, which training updates without an optimizer.
 */
export class BatchNormalization extends ChannelNormalization {
  readonly momentum: number;
  readonly movingMeanInitializer: KnownInitializer;
  readonly movingVarianceInitializer: KnownInitializer;

  constructor(options: BatchNormalizationOptions) {
    const own = ['momentum', 'movingMeanInitializer', 'movingVarianceInitializer'];
    super('BatchNormalization', options, own);
    const { label } = this;
    this.momentum = share(`The momentum of ${label}`, options.momentum ?? 0.99);
    const { movingMeanInitializer: mean = 'zeros', movingVarianceInitializer: variance = 'ones' } = options;
    this.movingMeanInitializer = initializerOf(`The movingMeanInitializer of ${label}`, mean);
    this.movingVarianceInitializer = initializerOf(`The movingVarianceInitializer of ${label}`, variance);
  }

  override call(x: Value, { mode, updates }: ApplyContext): Value {
    const { epsilon, momentum, factors } = this;
    const averages = { mean: this.weight('moving_mean'), variance: this.weight('moving_variance') };
    if (mode === 'infer' || !this.trainable) {
      return batchNorm({ x, ...averages, ...factors }, { epsilon, statistics: 'given' }).y;
    }
    if (!updates) {
      throw new Error(`${this.label} has averages to update; make the context with trainContext().`);
    }
    const { mean, variance } = moments({ x });
    updates.push(
      movingAverage({ average: averages.mean, sample: mean }, { momentum }).newAverage,
      movingAverage({ average: averages.variance, sample: variance }, { momentum }).newAverage,
    );
    return batchNorm({ x, mean, variance, ...factors }, { epsilon, statistics: 'batch' }).y;
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      momentum: this.momentum,
      moving_mean_initializer: initializerConfig(this.movingMeanInitializer),
      moving_variance_initializer: initializerConfig(this.movingVarianceInitializer),
    };
  }

  protected override weightSpecs(inputShape: Shape): Readonly<Record<string, WeightSpec>> {
    const shape = [inputShape.at(-1)!];
    return {
      ...super.weightSpecs(inputShape),
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
