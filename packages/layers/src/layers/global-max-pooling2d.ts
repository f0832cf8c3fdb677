import { globalMaxPool2d, type Value } from '@cnn/tensor';
import { GlobalPooling2D, type GlobalPooling2DOptions } from './global-pooling2d.js';

/** The largest value of each channel. */
export class GlobalMaxPooling2D extends GlobalPooling2D {
  constructor(options: GlobalPooling2DOptions = {}) {
    super('GlobalMaxPooling2D', options);
  }

  protected override pool(x: Value): Value {
    return globalMaxPool2d({ x }).y;
  }
}

/**
 * The largest value of each channel in a whole image, `[height, width, channels]` → `[channels]`. Of equal ones
 * the first gets the gradient.
 * @throws ConfigError for unusable options
 */
export function globalMaxPooling2d(options: GlobalPooling2DOptions = {}): GlobalMaxPooling2D {
  return new GlobalMaxPooling2D(options);
}
