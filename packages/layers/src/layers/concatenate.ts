import { ConfigError, concatenate as concatenateOp, type Shape, sameShape, type Value } from '@cnn/tensor';
import { show } from '../options.js';
import { Merge, type MergeOptions } from './merge.js';

export interface ConcatenateOptions extends MergeOptions {
  /**
   * Which axis gets longer, the batch counted as axis 0, which cannot be the one: 1, 2, …, or from the end −1, −2,
   * …. Default −1, the channels.
   */
  readonly axis?: number;
}

/** Lays its inputs next to each other along an axis. */
export class Concatenate extends Merge {
  readonly axis: number;

  constructor(options: ConcatenateOptions = {}) {
    super('Concatenate', options, ['axis']);
    const { axis = -1 } = options;
    if (!Number.isSafeInteger(axis) || axis === 0) {
      throw new ConfigError(
        `The axis of ${this.label} is ${show(axis)}; it must be a whole number other than 0, which is the batch. Choose −1 for the channels.`,
      );
    }
    this.axis = axis;
  }

  override shapeFrom(inputShapes: readonly Shape[]): Shape {
    const [first] = inputShapes as [Shape];
    const axis = this.axis > 0 ? this.axis - 1 : first.length + this.axis;
    const others = (shape: Shape): Shape => shape.filter((_, i) => i !== axis);
    const alike = inputShapes.every(
      (shape) => shape.length === first.length && sameShape(others(shape), others(first)),
    );
    if (!alike || axis < 0 || axis >= first.length) {
      this.refuse(
        inputShapes,
        `inputs that differ along axis ${this.axis} alone`,
        'Make them alike with a convolution, padding or cropping, or choose another axis.',
      );
    }
    const size = inputShapes.reduce((sum, shape) => sum + shape[axis]!, 0);
    return first.map((each, i) => (i === axis ? size : each));
  }

  override callOn(inputs: readonly Value[]): Value {
    const axis = this.axis > 0 ? this.axis : inputs[0]!.shape.length + this.axis;
    return concatenateOp(Object.fromEntries(inputs.map((x, i) => [`x${i}`, x])), axis).y;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), axis: this.axis };
  }
}

/**
 * Inputs next to each other along an axis, `[h, w, a]` and `[h, w, b]` → `[h, w, a + b]`, as where a skip
 * connection of a U-Net ends.
 * @example
 * const merged = concatenate().apply([encoded, decoded]);
 * @throws ConfigError for an axis that cannot be
 */
export function concatenate(options: ConcatenateOptions = {}): Concatenate {
  return new Concatenate(options);
}
