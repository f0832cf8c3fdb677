import { ConfigError, constant, rescale, type Shape, tensor, type Value } from '@cnn/tensor';
import { Layer, type LayerOptions } from '../layer.js';
import { perChannel, show, truth } from '../options.js';

export interface NormalizationOptions extends LayerOptions {
  /** Mean of the data, of all channels or one for each. */
  readonly mean: number | readonly number[];
  /** Variance of the data, of all channels or one for each. */
  readonly variance: number | readonly number[];
  /** Whether to undo the normalisation instead. Default false. */
  readonly invert?: boolean;
}

/** Deviations are taken for this at least, as in Keras. */
const LEAST_DEVIATION = 1e-7;

/** Normalises inputs by what is known of the data. */
export class Normalization extends Layer {
  readonly mean: number | readonly number[];
  readonly variance: number | readonly number[];
  readonly invert: boolean;

  constructor(options: NormalizationOptions) {
    super('Normalization', options, ['mean', 'variance', 'invert']);
    const { label } = this;
    this.mean = perChannel(`The mean of ${label}`, options.mean);
    this.variance = perChannel(`The variance of ${label}`, options.variance);
    if ([this.variance].flat().some((variance) => variance < 0)) {
      throw new ConfigError(
        `The variance of ${label} is ${show(this.variance)}; it cannot be below 0. Pass squares of standard deviations.`,
      );
    }
    if ([this.mean].flat().length !== [this.variance].flat().length) {
      throw new ConfigError(
        `${label} was given the mean ${show(this.mean)} and the variance ${show(this.variance)}; there must be as many of one as of the other. Pass both for all channels, or both for each.`,
      );
    }
    this.invert = truth(`The invert of ${label}`, options.invert ?? false);
  }

  override outputShape(inputShape: Shape): Shape {
    const { length } = [this.mean].flat();
    if (length === 1 || length === inputShape.at(-1)) return inputShape;
    this.refuse(
      inputShape,
      `${length} channels, as its numbers do`,
      'Pass one number for each channel, or one for all.',
    );
  }

  override call(x: Value): Value {
    const means = [this.mean].flat();
    const deviations = [this.variance].flat().map((one) => Math.max(Math.sqrt(one), LEAST_DEVIATION));
    const scale = this.invert ? deviations : deviations.map((deviation) => 1 / deviation);
    const offset = this.invert ? means : means.map((mean, i) => -mean / deviations[i]!);
    const vector = (numbers: number[]): Value => constant(tensor(numbers, [numbers.length]));
    return rescale({ x, scale: vector(scale), offset: vector(offset) }).y;
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      axis: -1,
      mean: this.mean,
      variance: this.variance,
      invert: this.invert,
    };
  }
}

/**
 * y = (x − mean) / √variance, for all channels alike or each its own; the mean and variance are those of the data,
 * given and not learned. As a first layer it gets images of bytes scaled to 0 … 1, like others; for numbers in
 * 0 … 255 put `rescaling({ scale: 1 })` before it. Inputs `[…, channels]`.
 * @example normalization({ mean: [0.4914, 0.4822, 0.4465], variance: [0.061, 0.0595, 0.0685] })
 * @throws ConfigError when the numbers are none, or a variance is below 0
 */
export function normalization(options: NormalizationOptions): Normalization {
  return new Normalization(options);
}
