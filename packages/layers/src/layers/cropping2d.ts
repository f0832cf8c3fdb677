import { pad2d, type Shape, type Value } from '@cnn/tensor';
import { Layer, type LayerOptions } from '../layer.js';
import { type Border, type BorderOption, bordered, borderOf } from './border.js';

export interface Cropping2DOptions extends LayerOptions {
  /** Cells at each side: one number, `[vertical, horizontal]` or `[[top, bottom], [left, right]]`. Default 0. */
  readonly cropping?: BorderOption;
}

/** Images without their borders. */
export class Cropping2D extends Layer {
  readonly cropping: Border;

  constructor(options: Cropping2DOptions = {}) {
    super('Cropping2D', options, ['cropping']);
    this.cropping = borderOf(`The cropping of ${this.label}`, options.cropping ?? 0);
  }

  override outputShape(inputShape: Shape): Shape {
    const shape = inputShape.length === 3 ? bordered(inputShape, this.cropping, -1) : [];
    if (shape.length === 0 || shape.some((size) => size < 1)) {
      this.refuse(
        inputShape,
        `images, [height, width, channels], larger than what it takes away, ${JSON.stringify(this.cropping)}`,
        'Crop less.',
      );
    }
    return shape;
  }

  override call(x: Value): Value {
    const [[top, bottom], [left, right]] = this.cropping;
    return pad2d({ x }, [
      [-top, -bottom],
      [-left, -right],
    ]).y;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), cropping: this.cropping, data_format: 'channels_last' };
  }
}

/**
 * Takes rows and columns away from the borders of images, `[height, width, channels]` →
 * `[height − top − bottom, width − left − right, channels]`.
 * @throws ConfigError for unusable options
 */
export function cropping2d(options: Cropping2DOptions = {}): Cropping2D {
  return new Cropping2D(options);
}
