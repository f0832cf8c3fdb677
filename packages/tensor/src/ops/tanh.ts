import { defineOp, type Value } from '../graph.js';
import { sizeOf } from '../shape.js';
import { expectAlike } from './expect.js';

/** y = tanh x, element by element. */
export const tanh = defineOp<{ x: Value }, void, 'y'>('tanh', {
  infer: ({ x }) => ({ y: expectAlike('tanh', { x }) }),
  reference: ({ x }, _, { y }) => {
    for (let i = 0; i < y.data.length; i++) y.data[i] = Math.tanh(x.data[i]!);
  },
  grad: ({ y }, dy) => ({ x: tanhGrad({ y, dy }).dx }),
  lower: ({ x, y }, _, tape) => tape.emit('tanh', { x, y, length: sizeOf(y.shape) }),
});

/** dx = dy · (1 − y²). */
export const tanhGrad = defineOp<{ y: Value; dy: Value }, void, 'dx'>('tanhGrad', {
  infer: ({ y, dy }) => ({ dx: expectAlike('tanhGrad', { y, dy }) }),
  reference: ({ y, dy }, _, { dx }) => {
    for (let i = 0; i < dx.data.length; i++) dx.data[i] = dy.data[i]! * (1 - y.data[i]! ** 2);
  },
  lower: ({ y, dy, dx }, _, tape) => tape.emit('tanhGrad', { y, dy, dx, length: sizeOf(y.shape) }),
});
