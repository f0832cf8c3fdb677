import { defineOp, type Value } from '../graph.js';
import { sizeOf } from '../shape.js';
import { expectAlike } from './expect.js';

/** y = 1 / (1 + e⁻ˣ), element by element. */
export const sigmoid = defineOp<{ x: Value }, void, 'y'>('sigmoid', {
  infer: ({ x }) => ({ y: expectAlike('sigmoid', { x }) }),
  reference: ({ x }, _, { y }) => {
    for (let i = 0; i < y.data.length; i++) y.data[i] = 1 / (1 + Math.exp(-x.data[i]!));
  },
  grad: ({ y }, dy) => ({ x: sigmoidGrad({ y, dy }).dx }),
  lower: ({ x, y }, _, tape) => tape.emit('sigmoid', { x, y, length: sizeOf(y.shape) }),
});

/** dx = dy · y · (1 − y). */
export const sigmoidGrad = defineOp<{ y: Value; dy: Value }, void, 'dx'>('sigmoidGrad', {
  infer: ({ y, dy }) => ({ dx: expectAlike('sigmoidGrad', { y, dy }) }),
  reference: ({ y, dy }, _, { dx }) => {
    for (let i = 0; i < dx.data.length; i++) dx.data[i] = dy.data[i]! * y.data[i]! * (1 - y.data[i]!);
  },
  lower: ({ y, dy, dx }, _, tape) => tape.emit('sigmoidGrad', { y, dy, dx, length: sizeOf(y.shape) }),
});
