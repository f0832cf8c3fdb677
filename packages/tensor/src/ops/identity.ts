import { defineOp, type Value } from '../graph.js';
import { sizeOf } from '../shape.js';
import { bytesPerElement } from '../tensor.js';

/** y = x, copied to memory of its own. */
export const identity = defineOp<{ x: Value }, void, 'y'>('identity', {
  infer: ({ x }) => ({ y: { shape: x.shape, dtype: x.dtype } }),
  reference: ({ x }, _, { y }) => y.data.set(x.data),
  grad: (_, dy) => ({ x: dy }),
  lower: ({ x, y }, _, tape) =>
    tape.emit('copy', { x, y, bytes: sizeOf(x.shape) * bytesPerElement[x.dtype] }),
});
