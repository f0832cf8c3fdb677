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
    this.invert = truth(`The invert of ${label}`, options.invert ?? false);
  }

  override outputShape(inputShape: Shape): Shape {
    for (const numbers of [this.mean, this.variance]) {
      if (typeof numbers === 'number' || [1, inputShape.at(-1)].includes(numbers.length)) continue;
      this.refuse(
        inputShape,
        `${numbers.length} channels, as its numbers do`,
        'Pass one number for each channel, or one for all.',
      );
    }
    return inputShape;
  }

  override call(x: Value): Value {
    const means = [this.mean].flat();
    const deviations = [this.variance].flat().map((one) => Math.max(Math.sqrt(one), LEAST_DEVIATION));
    const channels = Math.max(means.length, deviations.length);
    const scale: number[] = [];
    const offset: number[] = [];
    for (let channel = 0; channel < channels; channel++) {
      const mean = means[channel % means.length]!;
      const deviation = deviations[channel % deviations.length]!;
      scale.push(this.invert ? deviation : 1 / deviation);
      offset.push(this.invert ? mean : -mean / deviation);
    }
    return rescale({
      x,
      scale: constant(tensor(scale, [channels])),
      offset: constant(tensor(offset, [channels])),
    }).y;
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
