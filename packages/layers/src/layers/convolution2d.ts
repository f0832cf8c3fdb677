import {
  biasAdd,
  ConfigError,
  type Conv2dPadding,
  type Conv2dWindow,
  type Shape,
  type Value,
} from '@cnn/tensor';
import { type ActivationName, activate, activationName } from '../activations.js';
import { snakeCase } from '../case.js';
import type { Constraint, ConstraintName } from '../constraints.js';
import { initializerConfig, initializerOf } from '../initializer-option.js';
import type { Initializer, KnownInitializer } from '../initializers.js';
import { Layer, type LayerOptions, type WeightSpec } from '../layer.js';
import { pairOf, show, truth } from '../options.js';
import type { Regularizer, RegularizerName } from '../regularizers.js';
import { ruleNames, rulesConfig, type WeightRules, weightRules } from '../weight-rules.js';
import { paddingName, windowPositions } from './window.js';

export interface Convolution2DOptions extends LayerOptions {
  /** Rows and columns of a filter: one number for both, or `[height, width]`. */
  readonly kernelSize: number | readonly [number, number];
  /** Cells from one position to the next: one number, or `[vertical, horizontal]`. Default 1. */
  readonly strides?: number | readonly [number, number];
  /**
   * `valid` (default): filters lie inside the image. `same`: outputs have ⌈size / stride⌉ rows and columns.
   * Or the zeros to put around an image, `[[top, bottom], [left, right]]`.
   */
  readonly padding?: Conv2dPadding;
  /**
   * Cells from one element of a filter to the next: one number, or `[vertical, horizontal]`. Default 1. Keras
   * reads models with strides or a dilation above 1, not with both.
   */
  readonly dilationRate?: number | readonly [number, number];
  /** Default `linear`. */
  readonly activation?: ActivationName;
  /** Whether each output channel has a bias. Default true. */
  readonly useBias?: boolean;
  /** Default `zeros`. */
  readonly biasInitializer?: Initializer;
  /** What the bias adds to the loss, such as `l2(1e-4)`. Default nothing. */
  readonly biasRegularizer?: Regularizer | RegularizerName | null;
  /** What the bias is held to after each step, such as `nonNeg()`. Default nothing. */
  readonly biasConstraint?: Constraint | ConstraintName | null;
}

const names = [
  'kernelSize',
  'strides',
  'padding',
  'dilationRate',
  'activation',
  'useBias',
  'biasInitializer',
  ...ruleNames('bias'),
];

/** What all convolutions have in common: filters over the rows and columns of images, a bias, an activation. */
export abstract class Convolution2D extends Layer {
  readonly kernelSize: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: Conv2dPadding;
  readonly dilationRate: readonly [number, number];
  readonly activation: ActivationName;
  readonly useBias: boolean;
  readonly biasInitializer: KnownInitializer;
  readonly biasRules: WeightRules;

  protected constructor(className: string, options: Convolution2DOptions, known: readonly string[]) {
    super(className, options, [...known, ...names]);
    const { label } = this;
    this.kernelSize = pairOf(`The kernelSize of ${label}`, options.kernelSize);
    this.strides = pairOf(`The strides of ${label}`, options.strides ?? 1);
    this.padding = paddingOf(`The padding of ${label}`, options.padding ?? 'valid');
    this.dilationRate = pairOf(`The dilationRate of ${label}`, options.dilationRate ?? 1);
    this.activation = activationName(`The activation of ${label}`, options.activation ?? 'linear');
    this.useBias = truth(`The useBias of ${label}`, options.useBias ?? true);
    this.biasInitializer = initializerOf(
      `The biasInitializer of ${label}`,
      options.biasInitializer ?? 'zeros',
    );
    this.biasRules = weightRules(label, 'bias', options);
  }

  override outputShape(inputShape: Shape): Shape {
    this.expectImages(inputShape);
    const { kernelSize: size, strides, padding, dilationRate: dilations } = this;
    const positions = windowPositions(this.label, inputShape, { size, strides, padding, dilations });
    return [...positions, this.outputChannels(inputShape)];
  }

  /** Channels that the layer makes of images of a shape. */
  protected abstract outputChannels(inputShape: Shape): number;

  /** How the filters move over an image. */
  protected get window(): Conv2dWindow {
    const { strides, padding, dilationRate: dilations } = this;
    return { strides, padding, dilations };
  }

  /** Adds bias and activation to the filters' sums. */
  protected finish(sums: Value): Value {
    const biased = this.useBias ? biasAdd({ x: sums, bias: this.weight('bias') }).y : sums;
    return activate(this.activation, biased);
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      kernel_size: this.kernelSize,
      strides: this.strides,
      padding: this.padding,
      data_format: 'channels_last',
      dilation_rate: this.dilationRate,
      activation: snakeCase(this.activation),
      use_bias: this.useBias,
      bias_initializer: initializerConfig(this.biasInitializer),
      ...rulesConfig('bias', this.biasRules),
    };
  }

  protected override weightSpecs(inputShape: Shape): Readonly<Record<string, WeightSpec>> {
    const shape = [this.outputChannels(inputShape)];
    const bias = { shape, initializer: this.biasInitializer, ...this.biasRules };
    const kernels = this.kernelSpecs(inputShape);
    return this.useBias ? { ...kernels, bias } : kernels;
  }

  /** The filters to be made for inputs of a shape, by role. */
  protected abstract kernelSpecs(inputShape: Shape): Readonly<Record<string, WeightSpec>>;

  protected expectImages(inputShape: Shape): void {
    if (inputShape.length === 3) return;
    this.refuse(
      inputShape,
      'images, [height, width, channels]',
      'Put it before flatten(), or give images a channel axis.',
    );
  }
}

function paddingOf(what: string, value: unknown): Conv2dPadding {
  if (!Array.isArray(value)) return paddingName(what, value);
  const sides = value.length === 2 ? value.flat() : [];
  const pairs = value.every((side) => Array.isArray(side) && side.length === 2);
  if (pairs && sides.length === 4 && sides.every((cells) => Number.isSafeInteger(cells) && cells >= 0)) {
    return value as unknown as Conv2dPadding;
  }
  throw new ConfigError(
    `${what} is ${show(value)}; it can be 'valid', 'same' or cells of zeros as [[top, bottom], [left, right]]. Choose one of these.`,
  );
}
