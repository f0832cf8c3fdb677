import { defineOp, type Value } from '../graph.js';
import { sizeOf } from '../shape.js';
import { expectAlike } from './expect.js';
import { elementsPerImage } from './per-image.js';

/** y = a + b, element by element; both of one shape. */
export const add = defineOp<{ a: Value; b: Value }, void, 'y'>('add', {
  infer: ({ a, b }) => ({ y: expectAlike('add', { a, b }) }),
  reference: ({ a, b }, _, { y }) => {
    for (let i = 0; i < y.data.length; i++) y.data[i] = a.data[i]! + b.data[i]!;
  },
  grad: (_, dy) => ({ a: dy, b: dy }),
  lower: ({ a, b, y }, _, tape) =>
    tape.emit('add', { a, b, y, length: sizeOf(y.shape) }, elementsPerImage(y.shape, ['a', 'b', 'y'])),
});
