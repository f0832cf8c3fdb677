import { type Shape, upsampleBilinear2d, upsampleNearest2d, type Value } from '@cnn/tensor';
import { Layer, type LayerOptions } from '../layer.js';
import { oneOf, pairOf } from '../options.js';

/** `nearest`: equal pixels. `bilinear`: in proportion to the distances from the nearest centres. */
export type Interpolation = 'nearest' | 'bilinear';

export interface UpSampling2DOptions extends LayerOptions {
  /** Rows and columns that each pixel becomes: one number for both, or `[vertical, horizontal]`. Default 2. */
  readonly size?: number | readonly [number, number];
  /** Default `nearest`. */
  readonly interpolation?: Interpolation;
}

/** Larger images. */
export class UpSampling2D extends Layer {
  readonly size: readonly [number, number];
  readonly interpolation: Interpolation;

  constructor(options: UpSampling2DOptions = {}) {
    super('UpSampling2D', options, ['size', 'interpolation']);
    this.size = pairOf(`The size of ${this.label}`, options.size ?? 2);
    const { interpolation = 'nearest' } = options;
    this.interpolation = oneOf(`The interpolation of ${this.label}`, interpolation, ['nearest', 'bilinear']);
  }

  override outputShape(inputShape: Shape): Shape {
    if (inputShape.length !== 3) {
      this.refuse(inputShape, 'images, [height, width, channels]', 'Put it before flatten().');
    }
    const [height, width, channels] = inputShape as [number, number, number];
    return [height * this.size[0], width * this.size[1], channels];
  }

  override call(x: Value): Value {
    const upsample = this.interpolation === 'nearest' ? upsampleNearest2d : upsampleBilinear2d;
    return upsample({ x }, this.size).y;
  }

  override getConfig(): Record<string, unknown> {
    const { size, interpolation } = this;
    return { ...super.getConfig(), size, data_format: 'channels_last', interpolation };
  }
}

/**
 * Larger images, `[height, width, channels]` → `[height · size, width · size, channels]`. `bilinear` as in Keras:
 * measured between the centres of pixels, the outermost continued to the border.
 * @throws ConfigError for unusable options
 */
export function upSampling2d(options: UpSampling2DOptions = {}): UpSampling2D {
  return new UpSampling2D(options);
}
