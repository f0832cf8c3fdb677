import { defineOp, type Value } from '../graph.js';
import { type Shape, sizeOf } from '../shape.js';
import { expectDtype } from './expect.js';

/** Elements of a chunk, as in the kernels. */
const GRAIN = 8192;

/** y `[]` = the mean of all elements; NaN when there are none. */
export const mean = defineOp<{ x: Value }, void, 'y'>('mean', {
  infer: ({ x }) => {
    expectDtype('mean', 'f32', { x });
    return { y: { shape: [], dtype: 'f32' } };
  },
  reference: ({ x }, _, { y }) => {
    y.data[0] = x.data.reduce((sum, value) => sum + value, 0) / x.data.length;
  },
  grad: ({ x }, dy) => ({ x: meanGrad({ dy }, { shape: x.shape }).dx }),
  lower: ({ x, y }, _, tape) => {
    const length = sizeOf(x.shape);
    const partials = tape.scratch(4 * Math.ceil(length / GRAIN));
    tape.emit('sumChunks', { x, partials, length });
    tape.emit('finishMean', { partials, y, length });
  },
});

/** dx = dy / size in every element of a tensor of the given shape. */
export const meanGrad = defineOp<{ dy: Value }, { readonly shape: Shape }, 'dx'>('meanGrad', {
  infer: ({ dy }, { shape }) => {
    expectDtype('meanGrad', 'f32', { dy });
    return { dx: { shape, dtype: 'f32' } };
  },
  reference: ({ dy }, { shape }, { dx }) => {
    dx.data.fill(dy.data[0]! / sizeOf(shape));
  },
  lower: ({ dy, dx }, { shape }, tape) => tape.emit('meanGrad', { dy, dx, length: sizeOf(shape) }),
});
