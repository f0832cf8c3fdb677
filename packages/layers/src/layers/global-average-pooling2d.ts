import { globalAvgPool2d, type Value } from '@cnn/tensor';
import { GlobalPooling2D, type GlobalPooling2DOptions } from './global-pooling2d.js';

/** The mean of each channel. */
export class GlobalAveragePooling2D extends GlobalPooling2D {
  constructor(options: GlobalPooling2DOptions = {}) {
    super('GlobalAveragePooling2D', options);
  }

  protected override pool(x: Value): Value {
    return globalAvgPool2d({ x }).y;
  }
}

/**
 * The mean of each channel over a whole image, `[height, width, channels]` → `[channels]`: features for a last
 * dense layer, from images of any size. Lin, Chen and Yan, "Network in network", ICLR 2014.
 * @throws ConfigError for unusable options
 */
export function globalAveragePooling2d(options: GlobalPooling2DOptions = {}): GlobalAveragePooling2D {
  return new GlobalAveragePooling2D(options);
}
