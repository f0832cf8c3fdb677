import { defineOp, type Value } from '../graph.js';
import { expectRange, type Range } from './range.js';

/** Elements of a chunk, as in the kernels. */
const GRAIN = 8192;

/** y `[]` = Σ x² over a range of a vector: the square of its length. */
export const sumOfSquares = defineOp<{ x: Value }, Range, 'y'>('sumOfSquares', {
  infer: ({ x }, range) => {
    expectRange('sumOfSquares', 'x', x, range);
    return { y: { shape: [], dtype: 'f32' } };
  },
  reference: ({ x }, { origin, length }, { y }) => {
    y.data[0] = x.data.slice(origin, origin + length).reduce((sum, value) => sum + value * value, 0);
  },
  lower: ({ x, y }, { origin, length }, tape) => {
    const count = Math.ceil(length / GRAIN);
    const partials = tape.scratch(4 * count);
    tape.emit('sumOfSquares', { x, partials, origin, length });
    tape.emit('weightPenaltySum', { partials, y, count });
  },
});
