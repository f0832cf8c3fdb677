import { defineOp, type Op, type Value } from '../graph.js';
import { sizeOf } from '../shape.js';
import { expectAlike } from './expect.js';

/** y = factor · x, element by element; the attribute is the factor. */
export const scale: Op<{ x: Value }, number, 'y'> = defineOp('scale', {
  infer: ({ x }) => ({ y: expectAlike('scale', { x }) }),
  reference: ({ x }, factor, { y }) => {
    for (let i = 0; i < y.data.length; i++) y.data[i] = factor * x.data[i]!;
  },
  grad: (_, dy, factor) => ({ x: scale({ x: dy }, factor).y }),
  lower: ({ x, y }, factor, tape) => tape.emit('scale', { x, y, length: sizeOf(y.shape), factor }),
});
