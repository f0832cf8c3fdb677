import { defineOp, type Value } from '../graph.js';
import { expectAlike, expectDtype, expectShape, rowsOf } from './expect.js';
import { clipped } from './probability.js';

/**
 * loss = −mean(targets · ln q + (1 − targets) · ln(1 − q)) over the last axis, q the probabilities kept in
 * 1e-7 … 1 − 1e-7 as in Keras. probabilities and targets `[…, k]` → loss `[…]`. From logits,
 * `sigmoidCrossEntropy` is more exact.
 */
export const binaryCrossentropy = defineOp<{ probabilities: Value; targets: Value }, void, 'loss'>(
  'binaryCrossentropy',
  {
    infer: ({ probabilities, targets }) => {
      expectAlike('binaryCrossentropy', { probabilities, targets });
      const { outer } = rowsOf('binaryCrossentropy', 'probabilities', probabilities.shape);
      return { loss: { shape: outer, dtype: 'f32' } };
    },
    reference: ({ probabilities, targets }, _, { loss }) => {
      const { width } = rowsOf('binaryCrossentropy', 'probabilities', probabilities.shape);
      for (let i = 0; i < probabilities.data.length; i++) {
        const q = clipped(probabilities.data[i]!);
        const t = targets.data[i]!;
        loss.data[Math.floor(i / width)]! -= (t * Math.log(q) + (1 - t) * Math.log(1 - q)) / width;
      }
    },
    grad: ({ probabilities, targets }, dy) => ({
      probabilities: binaryCrossentropyGrad({ probabilities, targets, dy }).dx,
    }),
    lower: ({ probabilities, targets, loss }, _, tape) => {
      const { rows, width } = rowsOf('binaryCrossentropy', 'probabilities', probabilities.shape);
      tape.emit('binaryCrossentropy', { probabilities, targets, loss, rows, width });
    },
  },
);

/** dx = (q − targets) / (q · (1 − q)) · dy / k, dy one for each row of k; 0 where q was clipped. */
export const binaryCrossentropyGrad = defineOp<
  { probabilities: Value; targets: Value; dy: Value },
  void,
  'dx'
>('binaryCrossentropyGrad', {
  infer: ({ probabilities, targets, dy }) => {
    expectDtype('binaryCrossentropyGrad', 'f32', { dy });
    const dx = expectAlike('binaryCrossentropyGrad', { probabilities, targets });
    const { outer } = rowsOf('binaryCrossentropyGrad', 'probabilities', probabilities.shape);
    expectShape('binaryCrossentropyGrad', 'dy', dy.shape, 'probabilities', outer);
    return { dx };
  },
  reference: ({ probabilities, targets, dy }, _, { dx }) => {
    const { width } = rowsOf('binaryCrossentropyGrad', 'probabilities', probabilities.shape);
    for (let i = 0; i < dx.data.length; i++) {
      const q = probabilities.data[i]!;
      const share = dy.data[Math.floor(i / width)]! / width;
      const open = !(q < clipped(q) || q > clipped(q));
      dx.data[i] = open ? ((q - targets.data[i]!) / (q * (1 - q))) * share : 0;
    }
  },
  lower: ({ probabilities, targets, dy, dx }, _, tape) => {
    const { rows, width } = rowsOf('binaryCrossentropyGrad', 'probabilities', probabilities.shape);
    tape.emit('binaryCrossentropyGrad', { probabilities, targets, dy, dx, rows, width });
  },
});
