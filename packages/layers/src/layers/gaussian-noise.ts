import { ConfigError, gaussianNoise as gaussianNoiseOp, type Shape, type Value } from '@cnn/tensor';
import type { ApplyContext } from '../context.js';
import { Layer, type LayerOptions } from '../layer.js';
import { show } from '../options.js';
import { saltOf } from './salt.js';

export interface GaussianNoiseOptions extends LayerOptions {
  /** Standard deviation of the noise, 0 or more. */
  readonly stddev: number;
}

/** Adds noise in training, and does nothing in inference. */
export class GaussianNoise extends Layer {
  readonly stddev: number;

  constructor(options: GaussianNoiseOptions) {
    super('GaussianNoise', options, ['stddev']);
    const { stddev } = options;
    if (!(typeof stddev === 'number' && stddev >= 0 && Number.isFinite(stddev))) {
      throw new ConfigError(
        `The stddev of ${this.label} is ${show(stddev)}; it must be the standard deviation of the noise. Choose 0 or more.`,
      );
    }
    this.stddev = stddev;
  }

  override outputShape(inputShape: Shape): Shape {
    return inputShape;
  }

  override call(x: Value, { mode, key, place }: ApplyContext): Value {
    if (mode === 'infer' || this.stddev === 0) return x;
    if (!key) {
      throw new Error(`${this.label} needs a key to train; make the context with trainContext().`);
    }
    return gaussianNoiseOp({ x, key }, { deviation: this.stddev, salt: saltOf('noise', this.name, place) }).y;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), stddev: this.stddev };
  }
}

/**
 * In training, adds to each element noise from the normal distribution of mean 0; in inference, nothing. Inputs of
 * any shape.
 * @throws ConfigError unless the standard deviation is 0 or more
 */
export function gaussianNoise(options: GaussianNoiseOptions): GaussianNoise {
  return new GaussianNoise(options);
}
