import type { Padding, PoolWindow, Shape } from '@cnn/tensor';
import { Layer, type LayerOptions } from '../layer.js';
import { pairOf } from '../options.js';
import { paddingName, windowPositions } from './window.js';

export interface Pooling2DOptions extends LayerOptions {
  /** Rows and columns of a window: one number for both, or `[height, width]`. Default 2. */
  readonly poolSize?: number | readonly [number, number];
  /** Cells from one window to the next: one number, or `[vertical, horizontal]`. Default: `poolSize`. */
  readonly strides?: number | readonly [number, number];
  /** `valid` (default): windows lie inside the image. `same`: outputs have ⌈size / stride⌉ rows and columns. */
  readonly padding?: Padding;
}

/** What max and average pooling have in common: windows over the rows and columns of images. */
export abstract class Pooling2D extends Layer {
  readonly poolSize: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: Padding;

  protected constructor(className: string, options: Pooling2DOptions) {
    super(className, options, ['poolSize', 'strides', 'padding']);
    const { poolSize = 2, strides, padding = 'valid' } = options;
    this.poolSize = pairOf(`The poolSize of ${this.label}`, poolSize);
    this.strides = pairOf(`The strides of ${this.label}`, strides ?? poolSize);
    this.padding = paddingName(`The padding of ${this.label}`, padding);
  }

  override outputShape(inputShape: Shape): Shape {
    if (inputShape.length !== 3) {
      this.refuse(inputShape, 'images, [height, width, channels]', 'Put it before flatten().');
    }
    const { poolSize: size, strides, padding } = this;
    return [...windowPositions(this.label, inputShape, { size, strides, padding }), inputShape[2]!];
  }

  protected get window(): PoolWindow {
    const { poolSize, strides, padding } = this;
    return { poolSize, strides, padding };
  }

  override getConfig(): Record<string, unknown> {
    const { poolSize, strides, padding } = this;
    return { ...super.getConfig(), pool_size: poolSize, strides, padding, data_format: 'channels_last' };
  }
}
