import { depthwiseConv2d as depthwiseConv2dOp, type Shape, type Value } from '@cnn/tensor';
import type { Constraint, ConstraintName } from '../constraints.js';
import { initializerConfig, initializerOf } from '../initializer-option.js';
import type { Initializer, KnownInitializer } from '../initializers.js';
import type { WeightSpec } from '../layer.js';
import { wholePositive } from '../options.js';
import type { Regularizer, RegularizerName } from '../regularizers.js';
import { ruleNames, rulesConfig, type WeightRules, weightRules } from '../weight-rules.js';
import { Convolution2D, type Convolution2DOptions } from './convolution2d.js';

export interface DepthwiseConv2DOptions extends Convolution2DOptions {
  /** How many filters each channel has, and so how many output channels it becomes. Default 1. */
  readonly depthMultiplier?: number;
  /** How the filters start. Default `glorotUniform`. */
  readonly depthwiseInitializer?: Initializer;
  /** What the kernel adds to the loss, such as `l2(1e-4)`. Default nothing. */
  readonly depthwiseRegularizer?: Regularizer | RegularizerName | null;
  /** What the kernel is held to after each step, such as `maxNorm({ axis: [0, 1, 2] })`. Default nothing. */
  readonly depthwiseConstraint?: Constraint | ConstraintName | null;
}

/**
 * Filters for each channel that see no other. Weights: `kernel` `[height, width, channels, depthMultiplier]`,
 * `bias` `[channels · depthMultiplier]`.
 */
export class DepthwiseConv2D extends Convolution2D {
  readonly depthMultiplier: number;
  readonly depthwiseInitializer: KnownInitializer;
  readonly depthwiseRules: WeightRules;

  constructor(options: DepthwiseConv2DOptions) {
    super('DepthwiseConv2D', options, ['depthMultiplier', 'depthwiseInitializer', ...ruleNames('depthwise')]);
    const { depthMultiplier = 1, depthwiseInitializer = 'glorotUniform' } = options;
    this.depthMultiplier = wholePositive(`The depthMultiplier of ${this.label}`, depthMultiplier);
    const what = `The depthwiseInitializer of ${this.label}`;
    this.depthwiseInitializer = initializerOf(what, depthwiseInitializer);
    this.depthwiseRules = weightRules(this.label, 'depthwise', options);
  }

  override call(x: Value): Value {
    return this.finish(depthwiseConv2dOp({ x, w: this.weight('kernel') }, this.window).y);
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      depth_multiplier: this.depthMultiplier,
      depthwise_initializer: initializerConfig(this.depthwiseInitializer),
      ...rulesConfig('depthwise', this.depthwiseRules),
    };
  }

  override flops(inputShape: Shape): number {
    const [rows, columns, channels] = this.outputShape(inputShape) as [number, number, number];
    const [height, width] = this.kernelSize;
    return 2 * rows * columns * channels * height * width;
  }

  protected override outputChannels(inputShape: Shape): number {
    return inputShape[2]! * this.depthMultiplier;
  }

  protected override kernelSpecs(inputShape: Shape): Readonly<Record<string, WeightSpec>> {
    const shape = [...this.kernelSize, inputShape[2]!, this.depthMultiplier];
    return { kernel: { shape, initializer: this.depthwiseInitializer, ...this.depthwiseRules } };
  }
}

/**
 * A convolution of each channel by itself, as in Keras,
 * `[height, width, channels]` → `[rows, columns, channels · depthMultiplier]`.
 * Howard et al., "MobileNets: efficient convolutional neural networks for mobile vision applications", 2017.
 * @throws ConfigError for unusable options
 */
export function depthwiseConv2d(options: DepthwiseConv2DOptions): DepthwiseConv2D {
  return new DepthwiseConv2D(options);
}
