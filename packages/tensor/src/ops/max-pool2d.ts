import { ConfigError } from '../errors.js';
import { defineOp, type Value } from '../graph.js';
import { expectDtype, expectShape } from './expect.js';
import {
  type PoolGeometry,
  type PoolWindow,
  pooledCells,
  pooledShape,
  poolGeometry,
  type UnpoolWindow,
} from './pool-geometry.js';

/** Winners are stored as bytes. */
const MOST_CELLS = 256;

/**
 * Largest value in each window: x `[batch, height, width, channels]` → y `[batch, outHeight, outWidth,
 * channels]`, and in `winner` the place of that value in its window, counted row by row. The first of
 * equal values wins; the first NaN wins over all numbers. Padding cells never win.
 * @throws ShapeError when a window does not fit; ConfigError when it has more than 256 cells.
 */
export const maxPool2d = defineOp<{ x: Value }, PoolWindow, 'y' | 'winner'>('maxPool2d', {
  infer: ({ x }, window) => {
    expectDtype('maxPool2d', 'f32', { x });
    const geometry = poolGeometry('maxPool2d', x.shape, window);
    if (geometry.poolHeight * geometry.poolWidth > MOST_CELLS) {
      throw new ConfigError(
        `maxPool2d got windows of ${geometry.poolHeight} × ${geometry.poolWidth} cells; they can have ${MOST_CELLS} at most. Pool twice with smaller windows.`,
      );
    }
    const shape = pooledShape(geometry);
    return { y: { shape, dtype: 'f32' }, winner: { shape, dtype: 'u8' } };
  },
  reference: ({ x }, window, { y, winner }) => {
    y.data.fill(Number.NEGATIVE_INFINITY);
    winner.data.fill(-1);
    for (const { out, cell, place } of pooledCells(poolGeometry('maxPool2d', x.shape, window))) {
      const value = x.data[cell]!;
      const best = y.data[out]!;
      const better = value > best || (Number.isNaN(value) && !Number.isNaN(best));
      if (winner.data[out] !== -1 && !better) continue;
      y.data[out] = value;
      winner.data[out] = place;
    }
  },
  grad: ({ x, winner }, dy, window) => ({
    x: maxUnpool2d({ dy, winner }, { ...window, inputShape: x.shape }).dx,
  }),
  lower: ({ x, y, winner }, window, tape) => {
    const geometry = poolGeometry('maxPool2d', x.shape, window);
    if (halves(geometry)) tape.emit('maxPool2dHalves', { x, y, winner, ...geometry });
    else tape.emit('maxPool2d', { x, y, winner: tape.isRead(winner) ? winner : null, ...geometry });
  },
});

/** Each dy goes to the cell that won its window; where windows overlap, a cell adds up what it won. */
export const maxUnpool2d = defineOp<{ dy: Value; winner: Value }, UnpoolWindow, 'dx'>('maxUnpool2d', {
  infer: ({ dy, winner }, window) => {
    expectDtype('maxUnpool2d', 'f32', { dy });
    expectDtype('maxUnpool2d', 'u8', { winner });
    const wanted = pooledShape(poolGeometry('maxUnpool2d', window.inputShape, window));
    expectShape('maxUnpool2d', 'dy', dy.shape, 'inputShape', wanted);
    expectShape('maxUnpool2d', 'winner', winner.shape, 'inputShape', wanted);
    return { dx: { shape: window.inputShape, dtype: 'f32' } };
  },
  reference: ({ dy, winner }, window, { dx }) => {
    for (const { out, cell, place } of pooledCells(poolGeometry('maxUnpool2d', dx.shape, window))) {
      if (winner.data[out] === place) dx.data[cell]! += dy.data[out]!;
    }
  },
  lower: ({ dy, winner, dx }, window, tape) => {
    const geometry = poolGeometry('maxUnpool2d', dx.shape, window);
    const kernel = halves(geometry) ? 'maxUnpool2dHalves' : 'maxUnpool2d';
    tape.emit(kernel, { dy, winner, dx, ...geometry });
  },
});

/** Whether windows of 2 × 2 cells lie side by side without padding, as most do; they have faster kernels. */
export function halves(geometry: PoolGeometry): boolean {
  const { height, width, outHeight, outWidth, poolHeight, poolWidth, strideY, strideX } = geometry;
  const sizes = [poolHeight, poolWidth, strideY, strideX];
  return sizes.every((size) => size === 2) && 2 * outHeight <= height && 2 * outWidth <= width;
}
