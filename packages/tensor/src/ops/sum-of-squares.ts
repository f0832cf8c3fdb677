import { defineOp, type Value } from '../graph.js';
import { expectRange, type Range } from './range.js';
import { emitPenalty } from './weight-penalty.js';

/** y `[]` = Σ x² over a range of a vector: the square of its length. */
export const sumOfSquares = defineOp<{ x: Value }, Range, 'y'>('sumOfSquares', {
  infer: ({ x }, range) => {
    expectRange('sumOfSquares', 'x', x, range);
    return { y: { shape: [], dtype: 'f32' } };
  },
  reference: ({ x }, { origin, length }, { y }) => {
    y.data[0] = x.data.slice(origin, origin + length).reduce((sum, value) => sum + value * value, 0);
  },
  lower: ({ x, y }, range, tape) => emitPenalty(tape, { w: x, y }, { ...range, l1: 0, l2: 1 }),
});
