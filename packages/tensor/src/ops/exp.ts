import { defineOp, type Value } from '../graph.js';
import { sizeOf } from '../shape.js';
import { expectAlike } from './expect.js';
import { multiply } from './multiply.js';

/** y = eˣ, element by element. */
export const exp = defineOp<{ x: Value }, void, 'y'>('exp', {
  infer: ({ x }) => ({ y: expectAlike('exp', { x }) }),
  reference: ({ x }, _, { y }) => {
    for (let i = 0; i < y.data.length; i++) y.data[i] = Math.exp(x.data[i]!);
  },
  grad: ({ y }, dy) => ({ x: multiply({ a: dy, b: y }).y }),
  lower: ({ x, y }, _, tape) => tape.emit('exp', { x, y, length: sizeOf(y.shape) }),
});
