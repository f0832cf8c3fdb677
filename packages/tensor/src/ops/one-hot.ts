import { defineOp, type Value } from '../graph.js';
import { sizeOf } from '../shape.js';
import { expectDtype } from './expect.js';

/**
 * y = rows of zeros with a 1 at the label: labels i32 `[…]` → y `[…, classes]`. A label that is no class has
 * zeros throughout, as in TensorFlow.
 */
export const oneHot = defineOp<{ labels: Value }, { readonly classes: number }, 'y'>('oneHot', {
  infer: ({ labels }, { classes }) => {
    expectDtype('oneHot', 'i32', { labels });
    return { y: { shape: [...labels.shape, classes], dtype: 'f32' } };
  },
  reference: ({ labels }, { classes }, { y }) => {
    labels.data.forEach((label, row) => {
      if (label >= 0 && label < classes) y.data[row * classes + label] = 1;
    });
  },
  lower: ({ labels, y }, { classes }, tape) =>
    tape.emit('oneHot', { labels, y, rows: sizeOf(labels.shape), width: classes }),
});
