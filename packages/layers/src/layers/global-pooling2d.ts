import { reshape, type Shape, type Value } from '@cnn/tensor';
import { Layer, type LayerOptions } from '../layer.js';
import { truth } from '../options.js';

export interface GlobalPooling2DOptions extends LayerOptions {
  /** Whether outputs keep axes of one, `[1, 1, channels]`. Default false. */
  readonly keepdims?: boolean;
}

/** What global max and average pooling have in common: one number for each channel of an image. */
export abstract class GlobalPooling2D extends Layer {
  readonly keepdims: boolean;

  protected constructor(className: string, options: GlobalPooling2DOptions) {
    super(className, options, ['keepdims']);
    this.keepdims = truth(`The keepdims of ${this.label}`, options.keepdims ?? false);
  }

  override outputShape(inputShape: Shape): Shape {
    if (inputShape.length !== 3) {
      this.refuse(inputShape, 'images, [height, width, channels]', 'Put it before flatten().');
    }
    const channels = inputShape[2]!;
    return this.keepdims ? [1, 1, channels] : [channels];
  }

  override call(x: Value): Value {
    const pooled = this.pool(x);
    const [batch, channels] = pooled.shape as [number, number];
    return this.keepdims ? reshape({ x: pooled }, [batch, 1, 1, channels]).y : pooled;
  }

  /** `[batch, height, width, channels]` → `[batch, channels]`. */
  protected abstract pool(x: Value): Value;

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), data_format: 'channels_last', keepdims: this.keepdims };
  }
}
