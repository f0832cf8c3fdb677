import { ConfigError, dropout as dropoutOp, type Shape, type Value } from '@cnn/tensor';
import type { ApplyContext } from '../context.js';
import { Layer, type LayerOptions } from '../layer.js';
import { show } from '../options.js';
import { saltOf } from './salt.js';

export interface DropoutOptions extends LayerOptions {
  /** Fraction of the elements to drop, 0 … 1 (exclusive). */
  readonly rate: number;
}

/** Sets random elements to 0 in training, and does nothing in inference. */
export class Dropout extends Layer {
  readonly rate: number;

  constructor(options: DropoutOptions) {
    super('Dropout', options, ['rate']);
    this.rate = dropoutRate(this.label, options.rate);
  }

  override outputShape(inputShape: Shape): Shape {
    return inputShape;
  }

  override call(x: Value, { mode, key, place }: ApplyContext): Value {
    if (mode === 'infer' || this.rate === 0) return x;
    if (!key) {
      throw new Error(`${this.label} needs a key to train; make the context with trainContext().`);
    }
    return dropoutOp({ x, key }, { rate: this.rate, salt: saltOf('dropout', this.name, place) }).y;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), rate: this.rate };
  }
}

/**
 * In training, sets a random fraction of the elements to 0 and scales the others by 1 / (1 − rate), so that sums
 * keep their size; in inference, nothing. Inputs of any shape.
 * Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", JMLR 2014.
 * @throws ConfigError unless 0 ≤ rate < 1
 */
export function dropout(options: DropoutOptions): Dropout {
  return new Dropout(options);
}

/** @throws ConfigError unless 0 ≤ rate < 1 */
export function dropoutRate(label: string, rate: unknown): number {
  if (typeof rate === 'number' && rate >= 0 && rate < 1) return rate;
  throw new ConfigError(
    `The rate of ${label} is ${show(rate)}; it must be the fraction to drop. Choose 0 or more, and less than 1.`,
  );
}
