import { defineOp, type Value } from '../graph.js';
import { expectAlike, expectDtype, expectShape, rowsOf } from './expect.js';
import { sigmoid } from './sigmoid.js';

/**
 * Binary cross-entropy of logits, the mean over the last axis: with p = sigmoid(logits),
 * loss = −mean(targets · ln p + (1 − targets) · ln(1 − p)), computed as max(x, 0) − x · t + ln(1 + e^−|x|)
 * so that nothing overflows. logits and targets `[…, k]` → loss `[…]`, probabilities `[…, k]`.
 */
export const sigmoidCrossEntropy = defineOp<
  { logits: Value; targets: Value },
  void,
  'loss' | 'probabilities'
>('sigmoidCrossEntropy', {
  infer: ({ logits, targets }) => {
    const probabilities = expectAlike('sigmoidCrossEntropy', { logits, targets });
    const { outer } = rowsOf('sigmoidCrossEntropy', 'logits', logits.shape);
    return { loss: { shape: outer, dtype: 'f32' }, probabilities };
  },
  reference: ({ logits, targets }, _, { loss, probabilities }) => {
    sigmoid.reference({ x: logits }, undefined, { y: probabilities });
    const { width } = rowsOf('sigmoidCrossEntropy', 'logits', logits.shape);
    for (let i = 0; i < logits.data.length; i++) {
      const x = logits.data[i]!;
      const entropy = Math.max(x, 0) - x * targets.data[i]! + Math.log1p(Math.exp(-Math.abs(x)));
      loss.data[Math.floor(i / width)]! += entropy / width;
    }
  },
  grad: ({ probabilities, targets }, dy) => ({
    logits: sigmoidCrossEntropyGrad({ probabilities, targets, dy }).dx,
  }),
  lower: ({ logits, targets, loss, probabilities }, _, tape) => {
    const { rows, width } = rowsOf('sigmoidCrossEntropy', 'logits', logits.shape);
    tape.emit('sigmoidCrossEntropy', { logits, targets, loss, probabilities, rows, width });
  },
});

/** dx = (probabilities − targets) · dy / k, dy one for each row of k. */
export const sigmoidCrossEntropyGrad = defineOp<
  { probabilities: Value; targets: Value; dy: Value },
  void,
  'dx'
>('sigmoidCrossEntropyGrad', {
  infer: ({ probabilities, targets, dy }) => {
    expectDtype('sigmoidCrossEntropyGrad', 'f32', { dy });
    const dx = expectAlike('sigmoidCrossEntropyGrad', { probabilities, targets });
    const { outer } = rowsOf('sigmoidCrossEntropyGrad', 'probabilities', probabilities.shape);
    expectShape('sigmoidCrossEntropyGrad', 'dy', dy.shape, 'probabilities', outer);
    return { dx };
  },
  reference: ({ probabilities, targets, dy }, _, { dx }) => {
    const { width } = rowsOf('sigmoidCrossEntropyGrad', 'probabilities', probabilities.shape);
    for (let i = 0; i < dx.data.length; i++) {
      const share = dy.data[Math.floor(i / width)]! / width;
      dx.data[i] = (probabilities.data[i]! - targets.data[i]!) * share;
    }
  },
  lower: ({ probabilities, targets, dy, dx }, _, tape) => {
    const { rows, width } = rowsOf('sigmoidCrossEntropyGrad', 'probabilities', probabilities.shape);
    tape.emit('sigmoidCrossEntropyGrad', { probabilities, targets, dy, dx, rows, width });
  },
});
