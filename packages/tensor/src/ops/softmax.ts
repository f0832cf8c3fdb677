import { defineOp, type Value } from '../graph.js';
import { expectAlike, rowsOf } from './expect.js';
import { FOUR_ROWS } from './four-rows.js';

/**
 * y = eˣ / Σ eˣ over the last axis, with the largest x subtracted first so that nothing overflows.
 * A row that holds +∞ or NaN, or nothing but −∞, becomes NaN.
 */
export const softmax = defineOp<{ x: Value }, void, 'y'>('softmax', {
  infer: ({ x }) => {
    rowsOf('softmax', 'x', x.shape);
    return { y: expectAlike('softmax', { x }) };
  },
  reference: ({ x }, _, { y }) => {
    const { rows, width } = rowsOf('softmax', 'x', x.shape);
    for (let row = 0; row < rows; row++) {
      const begin = row * width;
      const max = x.data.subarray(begin, begin + width).reduce((a, b) => Math.max(a, b), -Infinity);
      let sum = 0;
      for (let i = begin; i < begin + width; i++) sum += Math.exp(x.data[i]! - max);
      for (let i = begin; i < begin + width; i++) y.data[i] = Math.exp(x.data[i]! - max) / sum;
    }
  },
  grad: ({ y }, dy) => ({ x: softmaxGrad({ y, dy }).dx }),
  lower: ({ x, y }, _, tape) => {
    const { rows, width } = rowsOf('softmax', 'x', x.shape);
    tape.workspace(FOUR_ROWS);
    tape.emit('softmax', { x, y, rows, width });
  },
});

/** dx = y · (dy − Σ dy · y), the sum over the last axis. */
export const softmaxGrad = defineOp<{ y: Value; dy: Value }, void, 'dx'>('softmaxGrad', {
  infer: ({ y, dy }) => ({ dx: expectAlike('softmaxGrad', { y, dy }) }),
  reference: ({ y, dy }, _, { dx }) => {
    const { rows, width } = rowsOf('softmaxGrad', 'y', y.shape);
    for (let row = 0; row < rows; row++) {
      const begin = row * width;
      let dot = 0;
      for (let i = begin; i < begin + width; i++) dot += dy.data[i]! * y.data[i]!;
      for (let i = begin; i < begin + width; i++) dx.data[i] = y.data[i]! * (dy.data[i]! - dot);
    }
  },
  lower: ({ y, dy, dx }, _, tape) => {
    const { rows, width } = rowsOf('softmaxGrad', 'y', y.shape);
    tape.emit('softmaxGrad', { y, dy, dx, rows, width });
  },
});
