import { avgPool2d, type Value } from '@cnn/tensor';
import { Pooling2D, type Pooling2DOptions } from './pooling2d.js';

/** The mean of each window. */
export class AveragePooling2D extends Pooling2D {
  constructor(options: Pooling2DOptions) {
    super('AveragePooling2D', options);
  }

  override call(x: Value): Value {
    return avgPool2d({ x }, this.window).y;
  }
}

/**
 * The mean of each window, padding left out: `[height, width, channels]` → `[rows, columns, channels]`. By default
 * windows of 2 × 2 that do not overlap.
 * @throws ConfigError for unusable options
 */
export function averagePooling2d(options: Pooling2DOptions = {}): AveragePooling2D {
  return new AveragePooling2D(options);
}
