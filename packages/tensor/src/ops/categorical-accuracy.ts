import { defineOp, type Value } from '../graph.js';
import { expectAlike, rowsOf } from './expect.js';

/**
 * hit = 1 where the largest score and the largest target of a row are of the same class, else 0:
 * scores and targets `[…, classes]` → hit `[…]`. The first of equal values counts, as in Keras. NaN is
 * never the largest; a row of nothing but NaN does not hit.
 */
export const categoricalAccuracy = defineOp<{ scores: Value; targets: Value }, void, 'hit'>(
  'categoricalAccuracy',
  {
    infer: ({ scores, targets }) => {
      expectAlike('categoricalAccuracy', { scores, targets });
      return {
        hit: { shape: rowsOf('categoricalAccuracy', 'scores', scores.shape).outer, dtype: 'f32' },
      };
    },
    reference: ({ scores, targets }, _, { hit }) => {
      const { rows, width } = rowsOf('categoricalAccuracy', 'scores', scores.shape);
      for (let row = 0; row < rows; row++) {
        const best = argmax(scores.data.subarray(row * width, (row + 1) * width));
        const wanted = argmax(targets.data.subarray(row * width, (row + 1) * width));
        hit.data[row] = best === wanted && best !== -1 ? 1 : 0;
      }
    },
    lower: ({ scores, targets, hit }, _, tape) => {
      const { rows, width } = rowsOf('categoricalAccuracy', 'scores', scores.shape);
      tape.emit('categoricalAccuracy', { scores, targets, hit, rows, width });
    },
  },
);

/** Where the largest value is first; −1 when there is none. */
function argmax(values: Float64Array): number {
  let best = -1;
  values.forEach((value, i) => {
    if (best === -1 ? !Number.isNaN(value) : value > values[best]!) best = i;
  });
  return best;
}
