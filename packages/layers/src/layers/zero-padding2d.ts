import { pad2d, type Shape, type Value } from '@cnn/tensor';
import { Layer, type LayerOptions } from '../layer.js';
import { type Border, type BorderOption, bordered, borderOf } from './border.js';

export interface ZeroPadding2DOptions extends LayerOptions {
  /** Cells at each side: one number, `[vertical, horizontal]` or `[[top, bottom], [left, right]]`. Default 1. */
  readonly padding?: BorderOption;
}

/** Zeros around images. */
export class ZeroPadding2D extends Layer {
  readonly padding: Border;

  constructor(options: ZeroPadding2DOptions = {}) {
    super('ZeroPadding2D', options, ['padding']);
    this.padding = borderOf(`The padding of ${this.label}`, options.padding ?? 1);
  }

  override outputShape(inputShape: Shape): Shape {
    if (inputShape.length !== 3) {
      this.refuse(inputShape, 'images, [height, width, channels]', 'Put it before flatten().');
    }
    return bordered(inputShape, this.padding, 1);
  }

  override call(x: Value): Value {
    return pad2d({ x }, this.padding).y;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), padding: this.padding, data_format: 'channels_last' };
  }
}

/**
 * Zeros around images, `[height, width, channels]` → `[top + height + bottom, left + width + right, channels]`.
 * @throws ConfigError for unusable options
 */
export function zeroPadding2d(options: ZeroPadding2DOptions = {}): ZeroPadding2D {
  return new ZeroPadding2D(options);
}
