import { maxPool2d, type Value } from '@cnn/tensor';
import { Pooling2D, type Pooling2DOptions } from './pooling2d.js';

/** The largest value in each window. */
export class MaxPooling2D extends Pooling2D {
  constructor(options: Pooling2DOptions) {
    super('MaxPooling2D', options);
  }

  override call(x: Value): Value {
    return maxPool2d({ x }, this.window).y;
  }
}

/**
 * The largest value in each window: `[height, width, channels]` → `[rows, columns, channels]`. By default windows
 * of 2 × 2 that do not overlap, which halves height and width.
 * @throws ConfigError for unusable options
 */
export function maxPooling2d(options: Pooling2DOptions = {}): MaxPooling2D {
  return new MaxPooling2D(options);
}
