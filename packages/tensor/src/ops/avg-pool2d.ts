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

/**
 * Mean of the values in each window: x `[batch, height, width, channels]` → y `[batch, outHeight,
 * outWidth, channels]`. Padding cells are not counted, as in TensorFlow.
 * @throws ShapeError when a window does not fit.
 */
export const avgPool2d = defineOp<{ x: Value }, PoolWindow, 'y'>('avgPool2d', {
  infer: ({ x }, window) => {
    expectDtype('avgPool2d', 'f32', { x });
    return { y: { shape: pooledShape(poolGeometry('avgPool2d', x.shape, window)), dtype: 'f32' } };
  },
  reference: ({ x }, window, { y }) => {
    const geometry = poolGeometry('avgPool2d', x.shape, window);
    const counts = cellCounts(geometry, y.data.length);
    for (const { out, cell } of pooledCells(geometry)) y.data[out]! += x.data[cell]! / counts[out]!;
  },
  grad: ({ x }, dy, window) => ({ x: avgPool2dGrad({ dy }, { ...window, inputShape: x.shape }).dx }),
  lower: ({ x, y }, window, tape) =>
    tape.emit('avgPool2d', { x, y, ...poolGeometry('avgPool2d', x.shape, window) }),
});

/** Each dy is shared out equally among the cells of its window. */
export const avgPool2dGrad = defineOp<{ dy: Value }, UnpoolWindow, 'dx'>('avgPool2dGrad', {
  infer: ({ dy }, window) => {
    expectDtype('avgPool2dGrad', 'f32', { dy });
    const wanted = pooledShape(poolGeometry('avgPool2dGrad', window.inputShape, window));
    expectShape('avgPool2dGrad', 'dy', dy.shape, 'inputShape', wanted);
    return { dx: { shape: window.inputShape, dtype: 'f32' } };
  },
  reference: ({ dy }, window, { dx }) => {
    const geometry = poolGeometry('avgPool2dGrad', dx.shape, window);
    const counts = cellCounts(geometry, dy.data.length);
    for (const { out, cell } of pooledCells(geometry)) dx.data[cell]! += dy.data[out]! / counts[out]!;
  },
  lower: ({ dy, dx }, window, tape) =>
    tape.emit('avgPool2dGrad', { dy, dx, ...poolGeometry('avgPool2dGrad', dx.shape, window) }),
});

/** Cells of each window that lie inside the input. */
function cellCounts(geometry: PoolGeometry, outputs: number): Uint32Array {
  const counts = new Uint32Array(outputs);
  for (const { out } of pooledCells(geometry)) counts[out]!++;
  return counts;
}
