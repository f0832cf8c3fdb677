import { defineOp, type Value } from '../graph.js';
import { expectDtype, rowsOf } from './expect.js';

/**
 * y = where the largest element of each row is: x `[…, classes]` → y i32 `[…]`. The first among equals; NaN is
 * passed over, and a row of nothing else has −1.
 */
export const argMax = defineOp<{ x: Value }, void, 'y'>('argMax', {
  infer: ({ x }) => {
    expectDtype('argMax', 'f32', { x });
    return { y: { shape: rowsOf('argMax', 'x', x.shape).outer, dtype: 'i32' } };
  },
  reference: ({ x }, _, { y }) => {
    const { rows, width } = rowsOf('argMax', 'x', x.shape);
    for (let row = 0; row < rows; row++) {
      const values = x.data.subarray(row * width, (row + 1) * width);
      const numbers = values.filter((value) => !Number.isNaN(value));
      y.data[row] = values.indexOf(numbers.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY));
    }
  },
  lower: ({ x, y }, _, tape) => {
    const { rows, width } = rowsOf('argMax', 'x', x.shape);
    tape.emit('argMax', { x, y, rows, width });
  },
});
