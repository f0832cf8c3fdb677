import type { Shape } from '../shape.js';
import { expectAxes } from './expect.js';
import { type Padding, windowOutput } from './window.js';

/** Windows of a pooling, `[height, width]`, in cells. */
export interface PoolWindow {
  readonly poolSize: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: Padding;
}

/** What the gradient of a pooling has to know besides the windows. */
export interface UnpoolWindow extends PoolWindow {
  /** Shape of what was pooled, `[batch, height, width, channels]`. */
  readonly inputShape: Shape;
}

/** A pooling in numbers, named as its kernels' fields are. */
export interface PoolGeometry {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly poolHeight: number;
  readonly poolWidth: number;
  readonly strideY: number;
  readonly strideX: number;
  /** Padding cells above and to the left. */
  readonly top: number;
  readonly left: number;
}

/** @throws ShapeError when a window does not fit, ConfigError for unusable options. */
export function poolGeometry(op: string, shape: Shape, window: PoolWindow): PoolGeometry {
  expectAxes(op, 'x', shape, '[batch, height, width, channels]', 4);
  const [batch, height, width, channels] = shape as readonly [number, number, number, number];
  const [poolHeight, poolWidth] = window.poolSize;
  const [strideY, strideX] = window.strides;
  const rows = windowOutput(height, poolHeight, strideY, window.padding);
  const columns = windowOutput(width, poolWidth, strideX, window.padding);
  return {
    batch,
    height,
    width,
    channels,
    outHeight: rows.size,
    outWidth: columns.size,
    poolHeight,
    poolWidth,
    strideY,
    strideX,
    top: rows.before,
    left: columns.before,
  };
}

/** Shape of what a pooling gives. */
export function pooledShape(geometry: PoolGeometry): Shape {
  return [geometry.batch, geometry.outHeight, geometry.outWidth, geometry.channels];
}

/** A place in a pooling: an input cell seen through a window. Indices count elements. */
export interface PooledCell {
  /** Index of the output element. */
  readonly out: number;
  /** Index of the input element. */
  readonly cell: number;
  /** Which cell of the window it is, row by row. */
  readonly place: number;
}

/** Every cell of every window in order, padding left out: the loops that all pooling references share. */
export function* pooledCells(geometry: PoolGeometry): Generator<PooledCell> {
  const { batch, height, width, channels, outHeight, outWidth, poolHeight, poolWidth } = geometry;
  for (let out = 0; out < batch * outHeight * outWidth * channels; out++) {
    const channel = out % channels;
    const column = Math.floor(out / channels) % outWidth;
    const row = Math.floor(out / (channels * outWidth)) % outHeight;
    const image = Math.floor(out / (channels * outWidth * outHeight));
    for (let place = 0; place < poolHeight * poolWidth; place++) {
      const y = row * geometry.strideY - geometry.top + Math.floor(place / poolWidth);
      const x = column * geometry.strideX - geometry.left + (place % poolWidth);
      if (y < 0 || y >= height || x < 0 || x >= width) continue;
      yield { out, cell: ((image * height + y) * width + x) * channels + channel, place };
    }
  }
}
