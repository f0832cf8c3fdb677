import { ConfigError, conv2d as conv2dOp, type Shape, type Value } from '@cnn/tensor';
import type { Constraint, ConstraintName } from '../constraints.js';
import { initializerConfig, initializerOf } from '../initializer-option.js';
import type { Initializer, KnownInitializer } from '../initializers.js';
import type { WeightSpec } from '../layer.js';
import { wholePositive } from '../options.js';
import type { Regularizer, RegularizerName } from '../regularizers.js';
import { ruleNames, rulesConfig, type WeightRules, weightRules } from '../weight-rules.js';
import { Convolution2D, type Convolution2DOptions } from './convolution2d.js';

export interface Conv2DOptions extends Convolution2DOptions {
  /** How many filters, and so how many channels the outputs have. */
  readonly filters: number;
  /**
   * Equal parts of the channels, in order, each seen by an equal part of the filters. Divides both. Default 1:
   * every filter sees every channel.
   */
  readonly groups?: number;
  /** Default `glorotUniform`. */
  readonly kernelInitializer?: Initializer;
  /** What the kernel adds to the loss, such as `l2(1e-4)`. Default nothing. */
  readonly kernelRegularizer?: Regularizer | RegularizerName | null;
  /** What the kernel is held to after each step, such as `maxNorm({ axis: [0, 1, 2] })`. Default nothing. */
  readonly kernelConstraint?: Constraint | ConstraintName | null;
}

/**
 * Filters that slide over images. Weights: `kernel` `[height, width, channels / groups, filters]`, `bias` `[filters]`.
 */
export class Conv2D extends Convolution2D {
  readonly filters: number;
  readonly groups: number;
  readonly kernelInitializer: KnownInitializer;
  readonly kernelRules: WeightRules;

  constructor(options: Conv2DOptions) {
    super('Conv2D', options, ['filters', 'groups', 'kernelInitializer', ...ruleNames('kernel')]);
    const { label } = this;
    this.filters = wholePositive(`The filters of ${label}`, options.filters);
    this.groups = wholePositive(`The groups of ${label}`, options.groups ?? 1);
    if (this.filters % this.groups !== 0) {
      throw new ConfigError(
        `The groups of ${label} are ${this.groups}; they must divide its ${this.filters} filters. Choose another number of either.`,
      );
    }
    const { kernelInitializer = 'glorotUniform' } = options;
    this.kernelInitializer = initializerOf(`The kernelInitializer of ${label}`, kernelInitializer);
    this.kernelRules = weightRules(this.label, 'kernel', options);
  }

  override call(x: Value): Value {
    const { groups } = this;
    return this.finish(conv2dOp({ x, w: this.weight('kernel') }, { ...this.window, groups }).y);
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      filters: this.filters,
      groups: this.groups,
      kernel_initializer: initializerConfig(this.kernelInitializer),
      ...rulesConfig('kernel', this.kernelRules),
    };
  }

  override flops(inputShape: Shape): number {
    const [rows, columns] = this.outputShape(inputShape) as [number, number, number];
    const [height, width] = this.kernelSize;
    return 2 * rows * columns * height * width * (inputShape[2]! / this.groups) * this.filters;
  }

  protected override outputChannels(inputShape: Shape): number {
    if (inputShape[2]! % this.groups !== 0) {
      this.refuse(
        inputShape,
        `images whose channels make ${this.groups} equal groups`,
        'Choose a number of groups that divides them.',
      );
    }
    return this.filters;
  }

  protected override kernelSpecs(inputShape: Shape): Readonly<Record<string, WeightSpec>> {
    const shape = [...this.kernelSize, inputShape[2]! / this.groups, this.filters];
    return { kernel: { shape, initializer: this.kernelInitializer, ...this.kernelRules } };
  }
}

/**
 * A convolution, as in Keras: filters slide over images and give one channel each,
 * `[height, width, channels]` → `[rows, columns, filters]`.
 * @throws ConfigError for unusable options
 */
export function conv2d(options: Conv2DOptions): Conv2D {
  return new Conv2D(options);
}
