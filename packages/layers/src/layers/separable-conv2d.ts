import { conv2d, depthwiseConv2d, type Shape, type Value } from '@cnn/tensor';
import type { Constraint, ConstraintName } from '../constraints.js';
import { initializerConfig, initializerOf } from '../initializer-option.js';
import type { Initializer, KnownInitializer } from '../initializers.js';
import type { WeightSpec } from '../layer.js';
import { wholePositive } from '../options.js';
import type { Regularizer, RegularizerName } from '../regularizers.js';
import { ruleNames, rulesConfig, type WeightRules, weightRules } from '../weight-rules.js';
import { Convolution2D, type Convolution2DOptions } from './convolution2d.js';

export interface SeparableConv2DOptions extends Convolution2DOptions {
  /** How many channels the outputs have. */
  readonly filters: number;
  /** How many filters each channel has before the channels are mixed. Default 1. */
  readonly depthMultiplier?: number;
  /** How the filters of the channels start. Default `glorotUniform`. */
  readonly depthwiseInitializer?: Initializer;
  /** What the channels' kernel adds to the loss, such as `l2(1e-4)`. Default nothing. */
  readonly depthwiseRegularizer?: Regularizer | RegularizerName | null;
  /** What the channels' kernel is held to after each step, such as `maxNorm({ axis: [0, 1, 2] })`. Default nothing. */
  readonly depthwiseConstraint?: Constraint | ConstraintName | null;
  /** How the filters that mix the channels start. Default `glorotUniform`. */
  readonly pointwiseInitializer?: Initializer;
  /** What the mixing kernel adds to the loss, such as `l2(1e-4)`. Default nothing. */
  readonly pointwiseRegularizer?: Regularizer | RegularizerName | null;
  /** What the mixing kernel is held to after each step, such as `maxNorm({ axis: [0, 1, 2] })`. Default nothing. */
  readonly pointwiseConstraint?: Constraint | ConstraintName | null;
}

/**
 * Filters for each channel, and 1×1 filters that mix what they give. Weights: `depthwise_kernel`
 * `[height, width, channels, depthMultiplier]`, `pointwise_kernel` `[1, 1, channels · depthMultiplier, filters]`,
 * `bias` `[filters]`.
 */
export class SeparableConv2D extends Convolution2D {
  readonly filters: number;
  readonly depthMultiplier: number;
  readonly depthwiseInitializer: KnownInitializer;
  readonly depthwiseRules: WeightRules;
  readonly pointwiseInitializer: KnownInitializer;
  readonly pointwiseRules: WeightRules;

  constructor(options: SeparableConv2DOptions) {
    const names = ['filters', 'depthMultiplier', 'depthwiseInitializer', 'pointwiseInitializer'];
    const known = [...names, ...ruleNames('depthwise'), ...ruleNames('pointwise')];
    super('SeparableConv2D', options, known);
    const { label } = this;
    this.filters = wholePositive(`The filters of ${label}`, options.filters);
    this.depthMultiplier = wholePositive(`The depthMultiplier of ${label}`, options.depthMultiplier ?? 1);
    const { depthwiseInitializer = 'glorotUniform', pointwiseInitializer = 'glorotUniform' } = options;
    this.depthwiseInitializer = initializerOf(`The depthwiseInitializer of ${label}`, depthwiseInitializer);
    this.depthwiseRules = weightRules(this.label, 'depthwise', options);
    this.pointwiseInitializer = initializerOf(`The pointwiseInitializer of ${label}`, pointwiseInitializer);
    this.pointwiseRules = weightRules(this.label, 'pointwise', options);
  }

  override call(x: Value): Value {
    const channels = depthwiseConv2d({ x, w: this.weight('depthwise_kernel') }, this.window).y;
    const everywhere = { strides: [1, 1], padding: 'valid' } as const;
    return this.finish(conv2d({ x: channels, w: this.weight('pointwise_kernel') }, everywhere).y);
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      filters: this.filters,
      depth_multiplier: this.depthMultiplier,
      depthwise_initializer: initializerConfig(this.depthwiseInitializer),
      ...rulesConfig('depthwise', this.depthwiseRules),
      pointwise_initializer: initializerConfig(this.pointwiseInitializer),
      ...rulesConfig('pointwise', this.pointwiseRules),
    };
  }

  override flops(inputShape: Shape): number {
    const [rows, columns] = this.outputShape(inputShape) as [number, number, number];
    const [height, width] = this.kernelSize;
    return 2 * rows * columns * inputShape[2]! * this.depthMultiplier * (height * width + this.filters);
  }

  protected override outputChannels(): number {
    return this.filters;
  }

  protected override kernelSpecs(inputShape: Shape): Readonly<Record<string, WeightSpec>> {
    const { kernelSize, depthMultiplier, filters, depthwiseInitializer, pointwiseInitializer } = this;
    const channels = inputShape[2]!;
    const pointwise = [1, 1, channels * depthMultiplier, filters];
    return {
      depthwise_kernel: {
        shape: [...kernelSize, channels, depthMultiplier],
        initializer: depthwiseInitializer,
        ...this.depthwiseRules,
      },
      pointwise_kernel: { shape: pointwise, initializer: pointwiseInitializer, ...this.pointwiseRules },
    };
  }
}

/**
 * A convolution of each channel by itself, then one over the channels, as in Keras,
 * `[height, width, channels]` → `[rows, columns, filters]`.
 * Chollet, "Xception: deep learning with depthwise separable convolutions", CVPR 2017.
 * @throws ConfigError for unusable options
 */
export function separableConv2d(options: SeparableConv2DOptions): SeparableConv2D {
  return new SeparableConv2D(options);
}
