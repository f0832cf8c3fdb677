import { defineOp, type Value } from '../graph.js';

/** y = x, copied to memory of its own. */
export const identity = defineOp<{ x: Value }, void, 'y'>('identity', {
  infer: ({ x }) => ({ y: { shape: x.shape, dtype: x.dtype } }),
  reference: ({ x }, _, { y }) => y.data.set(x.data),
  grad: (_, dy) => ({ x: dy }),
});
