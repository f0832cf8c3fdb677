import { type Shape, spatialDropout, type Value } from '@cnn/tensor';
import type { ApplyContext } from '../context.js';
import { Layer } from '../layer.js';
import { type DropoutOptions, dropoutRate } from './dropout.js';
import { saltOf } from './salt.js';

/** Sets random channels of images to 0 in training, and does nothing in inference. */
export class SpatialDropout2D extends Layer {
  readonly rate: number;

  constructor(options: DropoutOptions) {
    super('SpatialDropout2D', options, ['rate']);
    this.rate = dropoutRate(this.label, options.rate);
  }

  override outputShape(inputShape: Shape): Shape {
    if (inputShape.length !== 3) {
      this.refuse(
        inputShape,
        'images, [height, width, channels]',
        'Put it before flatten(), or use dropout.',
      );
    }
    return inputShape;
  }

  override call(x: Value, { mode, key, place }: ApplyContext): Value {
    if (mode === 'infer' || this.rate === 0) return x;
    if (!key) {
      throw new Error(`${this.label} needs a key to train; make the context with trainContext().`);
    }
    return spatialDropout({ x, key }, { rate: this.rate, salt: saltOf('spatial dropout', this.name, place) })
      .y;
  }

  override getConfig(): Record<string, unknown> {
    // This one of Keras' layers takes no `trainable`.
    const { trainable: _, ...config } = super.getConfig();
    return { ...config, rate: this.rate, data_format: 'channels_last' };
  }
}

/**
 * Dropout of whole channels: in training, sets a random fraction of each image's channels to 0 and scales the
 * others by 1 / (1 − rate); in inference, nothing. Neighbouring cells of a channel say nearly the same, so that
 * dropping some of them would drop nothing. Tompson, Goroshin, Jain, LeCun and Bregler, "Efficient object
 * localization using convolutional networks", CVPR 2015.
 * @throws ConfigError unless 0 ≤ rate < 1
 */
export function spatialDropout2d(options: DropoutOptions): SpatialDropout2D {
  return new SpatialDropout2D(options);
}
