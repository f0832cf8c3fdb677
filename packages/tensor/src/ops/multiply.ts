import { defineOp, type Op, type Value } from '../graph.js';
import { sizeOf } from '../shape.js';
import { expectAlike } from './expect.js';

/** y = a · b, element by element; both of one shape. */
export const multiply: Op<{ a: Value; b: Value }, void, 'y'> = defineOp('multiply', {
  infer: ({ a, b }) => ({ y: expectAlike('multiply', { a, b }) }),
  reference: ({ a, b }, _, { y }) => {
    for (let i = 0; i < y.data.length; i++) y.data[i] = a.data[i]! * b.data[i]!;
  },
  grad: ({ a, b }, dy) => ({ a: multiply({ a: dy, b }).y, b: multiply({ a: dy, b: a }).y }),
  lower: ({ a, b, y }, _, tape) => tape.emit('multiply', { a, b, y, length: sizeOf(y.shape) }),
});
