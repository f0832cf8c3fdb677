import { ConfigError } from '../errors.js';
import { defineOp, type Value } from '../graph.js';
import { expectDtype, expectShape, rowsOf } from './expect.js';

/**
 * hit = 1 where the label is among the k best scores of its row, else 0: scores `[…, classes]`,
 * labels i32 `[…]` → hit `[…]`. Of equal scores the lower class number counts as better, so k classes
 * of a row hit, never more, and k = 1 is an argmax that takes the first, as in Keras' accuracy.
 * A label whose score is NaN, or that is no class, does not hit.
 */
export const inTopK = defineOp<{ scores: Value; labels: Value }, { readonly k: number }, 'hit'>('inTopK', {
  infer: ({ scores, labels }, { k }) => {
    expectDtype('inTopK', 'f32', { scores });
    expectDtype('inTopK', 'i32', { labels });
    const { outer } = rowsOf('inTopK', 'scores', scores.shape);
    expectShape('inTopK', 'labels', labels.shape, 'scores', outer);
    if (!Number.isInteger(k) || k < 1) {
      throw new ConfigError(`inTopK got k = ${k}; it must be a whole number. Choose 1 or more.`);
    }
    return { hit: { shape: outer, dtype: 'f32' } };
  },
  reference: ({ scores, labels }, { k }, { hit }) => {
    const { rows, width } = rowsOf('inTopK', 'scores', scores.shape);
    for (let row = 0; row < rows; row++) {
      const values = scores.data.subarray(row * width, (row + 1) * width);
      const label = labels.data[row]!;
      const score = values[label] ?? Number.NaN;
      const better = values.filter((value, i) => value > score || (value === score && i < label)).length;
      hit.data[row] = better < k && !Number.isNaN(score) ? 1 : 0;
    }
  },
  lower: ({ scores, labels, hit }, { k }, tape) => {
    const { rows, width } = rowsOf('inTopK', 'scores', scores.shape);
    tape.emit('inTopK', { scores, labels, hit, rows, width, k });
  },
});
