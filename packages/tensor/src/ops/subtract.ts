import { defineOp, type Value } from '../graph.js';
import { sizeOf } from '../shape.js';
import { expectAlike } from './expect.js';
import { scale } from './scale.js';

/** y = a − b, element by element; both of one shape. */
export const subtract = defineOp<{ a: Value; b: Value }, void, 'y'>('subtract', {
  infer: ({ a, b }) => ({ y: expectAlike('subtract', { a, b }) }),
  reference: ({ a, b }, _, { y }) => {
    for (let i = 0; i < y.data.length; i++) y.data[i] = a.data[i]! - b.data[i]!;
  },
  grad: (_, dy) => ({ a: dy, b: scale({ x: dy }, -1).y }),
  lower: ({ a, b, y }, _, tape) => tape.emit('subtract', { a, b, y, length: sizeOf(y.shape) }),
});
