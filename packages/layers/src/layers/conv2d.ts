import {
  biasAdd,
  ConfigError,
  type Conv2dPadding,
  conv2d as conv2dOp,
  type Shape,
  type Value,
} from '@cnn/tensor';
import { type ActivationName, activate, activationName } from '../activations.js';
import { snakeCase } from '../case.js';
import { type InitializerName, initializerName } from '../initializers.js';
import { Layer, type LayerOptions, type WeightSpec } from '../layer.js';
import { pairOf, show, truth, wholePositive } from '../options.js';
import { paddingName, windowPositions } from './window.js';

export interface Conv2DOptions extends LayerOptions {
  /** How many filters, and so how many channels the outputs have. */
  readonly filters: number;
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
  /** Whether each filter has a bias. Default true. */
  readonly useBias?: boolean;
  /** Default `glorotUniform`. */
  readonly kernelInitializer?: InitializerName;
  /** Default `zeros`. */
  readonly biasInitializer?: InitializerName;
}

/**
 * Filters that slide over images. Weights: `kernel` `[height, width, channels, filters]`, `bias` `[filters]`.
 */
export class Conv2D extends Layer {
  readonly filters: number;
  readonly kernelSize: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: Conv2dPadding;
  readonly dilationRate: readonly [number, number];
  readonly activation: ActivationName;
  readonly useBias: boolean;
  readonly kernelInitializer: InitializerName;
  readonly biasInitializer: InitializerName;

  constructor(options: Conv2DOptions) {
    super('Conv2D', options, [
      'filters',
      'kernelSize',
      'strides',
      'padding',
      'dilationRate',
      'activation',
      'useBias',
      'kernelInitializer',
      'biasInitializer',
    ]);
    const { label } = this;
    this.filters = wholePositive(`The filters of ${label}`, options.filters);
    this.kernelSize = pairOf(`The kernelSize of ${label}`, options.kernelSize);
    this.strides = pairOf(`The strides of ${label}`, options.strides ?? 1);
    this.padding = padding(`The padding of ${label}`, options.padding ?? 'valid');
    this.dilationRate = pairOf(`The dilationRate of ${label}`, options.dilationRate ?? 1);
    this.activation = activationName(`The activation of ${label}`, options.activation ?? 'linear');
    this.useBias = truth(`The useBias of ${label}`, options.useBias ?? true);
    const { kernelInitializer = 'glorotUniform', biasInitializer = 'zeros' } = options;
    this.kernelInitializer = initializerName(`The kernelInitializer of ${label}`, kernelInitializer);
    this.biasInitializer = initializerName(`The biasInitializer of ${label}`, biasInitializer);
  }

  override outputShape(inputShape: Shape): Shape {
    if (inputShape.length !== 3) {
      this.refuse(
        inputShape,
        'images, [height, width, channels]',
        'Put it before flatten(), or give images a channel axis.',
      );
    }
    const { kernelSize: size, strides, padding, dilationRate: dilations } = this;
    return [...windowPositions(this.label, inputShape, { size, strides, padding, dilations }), this.filters];
  }

  override apply(x: Value): Value {
    const { strides, padding, dilationRate: dilations } = this;
    const sums = conv2dOp({ x, w: this.weight('kernel') }, { strides, padding, dilations }).y;
    const biased = this.useBias ? biasAdd({ x: sums, bias: this.weight('bias') }).y : sums;
    return activate(this.activation, biased);
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      filters: this.filters,
      kernel_size: this.kernelSize,
      strides: this.strides,
      padding: this.padding,
      data_format: 'channels_last',
      dilation_rate: this.dilationRate,
      activation: this.activation,
      use_bias: this.useBias,
      kernel_initializer: snakeCase(this.kernelInitializer),
      bias_initializer: snakeCase(this.biasInitializer),
    };
  }

  override flops(inputShape: Shape): number {
    const [rows, columns] = this.outputShape(inputShape) as [number, number, number];
    const [height, width] = this.kernelSize;
    return 2 * rows * columns * height * width * inputShape[2]! * this.filters;
  }

  protected override weightSpecs(inputShape: Shape): Readonly<Record<string, WeightSpec>> {
    const { filters, kernelSize, kernelInitializer, biasInitializer } = this;
    const kernel = { shape: [...kernelSize, inputShape[2]!, filters], initializer: kernelInitializer };
    const bias = { shape: [filters], initializer: biasInitializer };
    return this.useBias ? { kernel, bias } : { kernel };
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

function padding(what: string, value: unknown): Conv2dPadding {
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
