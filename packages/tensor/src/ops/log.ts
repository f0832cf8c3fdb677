import { defineOp, type Value } from '../graph.js';
import { sizeOf } from '../shape.js';
import { expectAlike } from './expect.js';

/** y = ln x, element by element: −∞ at 0, NaN below. */
export const log = defineOp<{ x: Value }, void, 'y'>('log', {
  infer: ({ x }) => ({ y: expectAlike('log', { x }) }),
  reference: ({ x }, _, { y }) => {
    for (let i = 0; i < y.data.length; i++) y.data[i] = Math.log(x.data[i]!);
  },
  grad: ({ x }, dy) => ({ x: logGrad({ x, dy }).dx }),
  lower: ({ x, y }, _, tape) => tape.emit('log', { x, y, length: sizeOf(y.shape) }),
});

/** dx = dy / x. */
export const logGrad = defineOp<{ x: Value; dy: Value }, void, 'dx'>('logGrad', {
  infer: ({ x, dy }) => ({ dx: expectAlike('logGrad', { x, dy }) }),
  reference: ({ x, dy }, _, { dx }) => {
    for (let i = 0; i < dx.data.length; i++) dx.data[i] = dy.data[i]! / x.data[i]!;
  },
  lower: ({ x, dy, dx }, _, tape) => tape.emit('logGrad', { x, dy, dx, length: sizeOf(x.shape) }),
});
