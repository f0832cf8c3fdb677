import {
  CnnError,
  ConfigError,
  conv2dTranspose as conv2dTransposeOp,
  formatShape,
  type Padding,
  type Shape,
  ShapeError,
  transposedOutput,
  type Value,
} from '@cnn/tensor';
import type { Constraint, ConstraintName } from '../constraints.js';
import { initializerConfig, initializerOf } from '../initializer-option.js';
import type { Initializer, KnownInitializer } from '../initializers.js';
import type { WeightSpec } from '../layer.js';
import { show, wholePositive } from '../options.js';
import type { Regularizer, RegularizerName } from '../regularizers.js';
import { ruleNames, rulesConfig, type WeightRules, weightRules } from '../weight-rules.js';
import { Convolution2D, type Convolution2DOptions } from './convolution2d.js';
import { paddingName } from './window.js';

export interface Conv2DTransposeOptions extends Convolution2DOptions {
  /** How many channels the outputs have. */
  readonly filters: number;
  /**
   * `valid` (default): outputs reach as far as the filters do. `same`: outputs have size · stride rows and columns.
   */
  readonly padding?: Padding;
  /**
   * Rows and columns that outputs have more than what padding cuts them to, fewer than the strides: one number, or
   * `[vertical, horizontal]`. Left out, they are chosen to give the sizes above.
   */
  readonly outputPadding?: number | readonly [number, number] | null;
  /** Default `glorotUniform`. */
  readonly kernelInitializer?: Initializer;
  /** What the kernel adds to the loss, such as `l2(1e-4)`. Default nothing. */
  readonly kernelRegularizer?: Regularizer | RegularizerName | null;
  /** What the kernel is held to after each step, such as `maxNorm({ axis: [0, 1, 2] })`. Default nothing. */
  readonly kernelConstraint?: Constraint | ConstraintName | null;
}

/**
 * The convolution backwards: every cell of an image adds its multiple of the filters to a larger one. Weights:
 * `kernel` `[height, width, filters, channels]`, `bias` `[filters]`.
 */
export class Conv2DTranspose extends Convolution2D {
  readonly filters: number;
  declare readonly padding: Padding;
  readonly outputPadding: readonly [number, number] | undefined;
  readonly kernelInitializer: KnownInitializer;
  readonly kernelRules: WeightRules;

  constructor(options: Conv2DTransposeOptions) {
    super('Conv2DTranspose', options, [
      'filters',
      'outputPadding',
      'kernelInitializer',
      ...ruleNames('kernel'),
    ]);
    const { label } = this;
    this.filters = wholePositive(`The filters of ${label}`, options.filters);
    paddingName(`The padding of ${label}`, this.padding);
    this.outputPadding = outputPaddingOf(
      `The outputPadding of ${label}`,
      options.outputPadding ?? undefined,
      this.strides,
    );
    const { kernelInitializer = 'glorotUniform' } = options;
    this.kernelInitializer = initializerOf(`The kernelInitializer of ${label}`, kernelInitializer);
    this.kernelRules = weightRules(this.label, 'kernel', options);
  }

  override outputShape(inputShape: Shape): Shape {
    this.expectImages(inputShape);
    const { kernelSize, strides, padding, dilationRate, outputPadding } = this;
    const along = (axis: 0 | 1): number => {
      const options = [padding, dilationRate[axis], outputPadding?.[axis]] as const;
      return transposedOutput(inputShape[axis]!, kernelSize[axis], strides[axis], ...options).size;
    };
    try {
      return [along(0), along(1), this.filters];
    } catch (error) {
      if (!(error instanceof CnnError)) throw error;
      throw new ShapeError(
        `${this.label} was given inputs of shape ${formatShape(inputShape)}. ${error.message}`,
      );
    }
  }

  override call(x: Value): Value {
    const { padding, outputPadding } = this;
    const window = { ...this.window, padding, outputPadding };
    return this.finish(conv2dTransposeOp({ x, w: this.weight('kernel') }, window).y);
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      filters: this.filters,
      output_padding: this.outputPadding ?? null,
      kernel_initializer: initializerConfig(this.kernelInitializer),
      ...rulesConfig('kernel', this.kernelRules),
    };
  }

  override flops(inputShape: Shape): number {
    const [rows, columns, channels] = inputShape as [number, number, number];
    const [height, width] = this.kernelSize;
    return 2 * rows * columns * channels * height * width * this.filters;
  }

  protected override outputChannels(): number {
    return this.filters;
  }

  protected override kernelSpecs(inputShape: Shape): Readonly<Record<string, WeightSpec>> {
    const shape = [...this.kernelSize, this.filters, inputShape[2]!];
    return { kernel: { shape, initializer: this.kernelInitializer, ...this.kernelRules } };
  }
}

/**
 * A transposed convolution, as in Keras: makes images larger,
 * `[height, width, channels]` → `[rows, columns, filters]`.
 * Zeiler, Krishnan, Taylor and Fergus, "Deconvolutional networks", CVPR 2010.
 * @throws ConfigError for unusable options
 */
export function conv2dTranspose(options: Conv2DTransposeOptions): Conv2DTranspose {
  return new Conv2DTranspose(options);
}

function outputPaddingOf(
  what: string,
  value: unknown,
  strides: readonly [number, number],
): readonly [number, number] | undefined {
  if (value === undefined) return undefined;
  const pair: readonly unknown[] = Array.isArray(value) ? value : [value, value];
  const fits = (cells: unknown, axis: number): boolean =>
    Number.isSafeInteger(cells) && (cells as number) >= 0 && (cells as number) < strides[axis]!;
  if (pair.length === 2 && pair.every(fits)) return pair as unknown as readonly [number, number];
  throw new ConfigError(
    `${what} is ${show(value)}; it must be one whole number, or two as [vertical, horizontal], from 0 to below the strides ${show(strides)}. Choose smaller ones, or leave it out.`,
  );
}
