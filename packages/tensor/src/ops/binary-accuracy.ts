import { defineOp, type Value } from '../graph.js';
import { expectAlike, rowsOf } from './expect.js';

/**
 * hit = how many of the k outputs of a row are right, as a fraction: probability > threshold has to equal
 * the target, 0 or 1. probabilities and targets `[…, k]` → hit `[…]`.
 */
export const binaryAccuracy = defineOp<
  { probabilities: Value; targets: Value },
  { readonly threshold: number },
  'hit'
>('binaryAccuracy', {
  infer: ({ probabilities, targets }) => {
    expectAlike('binaryAccuracy', { probabilities, targets });
    const { outer } = rowsOf('binaryAccuracy', 'probabilities', probabilities.shape);
    return { hit: { shape: outer, dtype: 'f32' } };
  },
  reference: ({ probabilities, targets }, { threshold }, { hit }) => {
    const { width } = rowsOf('binaryAccuracy', 'probabilities', probabilities.shape);
    for (let i = 0; i < probabilities.data.length; i++) {
      const guess = probabilities.data[i]! > Math.fround(threshold) ? 1 : 0;
      if (guess === targets.data[i]) hit.data[Math.floor(i / width)]! += 1 / width;
    }
  },
  lower: ({ probabilities, targets, hit }, { threshold }, tape) => {
    const { rows, width } = rowsOf('binaryAccuracy', 'probabilities', probabilities.shape);
    tape.emit('binaryAccuracy', { probabilities, targets, hit, rows, width, threshold });
  },
});
