import { defineOp, type NdArray, type Value } from '../graph.js';
import { expectAlike, expectDtype, expectShape, rowsOf } from './expect.js';
import { FOUR_ROWS } from './four-rows.js';
import { softmax } from './softmax.js';

/**
 * loss = −ln softmax(logits)[label], one for each row over the last axis: logits `[…, classes]`,
 * labels i32 `[…]` → loss `[…]`, probabilities `[…, classes]`. A label outside 0 … classes − 1 makes the
 * loss and the gradient of its row NaN; check labels before they get here.
 */
export const softmaxCrossEntropy = defineOp<{ logits: Value; labels: Value }, void, 'loss' | 'probabilities'>(
  'softmaxCrossEntropy',
  {
    infer: ({ logits, labels }) => {
      expectDtype('softmaxCrossEntropy', 'f32', { logits });
      expectDtype('softmaxCrossEntropy', 'i32', { labels });
      const { outer } = rowsOf('softmaxCrossEntropy', 'logits', logits.shape);
      expectShape('softmaxCrossEntropy', 'labels', labels.shape, 'logits', outer);
      return { loss: { shape: outer, dtype: 'f32' }, probabilities: { shape: logits.shape, dtype: 'f32' } };
    },
    reference: ({ logits, labels }, _, { loss, probabilities }) => {
      softmax.reference({ x: logits }, undefined, { y: probabilities });
      const { rows, width } = rowsOf('softmaxCrossEntropy', 'logits', logits.shape);
      for (let row = 0; row < rows; row++) {
        // Undefined, hence NaN, for a label that is no class.
        const logit = logits.data.subarray(row * width, (row + 1) * width)[labels.data[row]!];
        loss.data[row] = logSumExp(logits, row, width) - (logit ?? Number.NaN);
      }
    },
    grad: ({ probabilities, labels }, dy) => ({
      logits: softmaxCrossEntropyGrad({ probabilities, labels, dy }).dx,
    }),
    lower: ({ logits, labels, loss, probabilities }, _, tape) => {
      const { rows, width } = rowsOf('softmaxCrossEntropy', 'logits', logits.shape);
      tape.workspace(FOUR_ROWS);
      tape.emit('softmaxCrossEntropy', { logits, labels, loss, probabilities, rows, width });
    },
  },
);

/** dx = (probabilities − onehot(label)) · dy, dy one for each row. */
export const softmaxCrossEntropyGrad = defineOp<
  { probabilities: Value; labels: Value; dy: Value },
  void,
  'dx'
>('softmaxCrossEntropyGrad', {
  infer: ({ probabilities, labels, dy }) => {
    expectDtype('softmaxCrossEntropyGrad', 'f32', { probabilities, dy });
    expectDtype('softmaxCrossEntropyGrad', 'i32', { labels });
    const { outer } = rowsOf('softmaxCrossEntropyGrad', 'probabilities', probabilities.shape);
    expectShape('softmaxCrossEntropyGrad', 'labels', labels.shape, 'probabilities', outer);
    expectShape('softmaxCrossEntropyGrad', 'dy', dy.shape, 'probabilities', outer);
    return { dx: { shape: probabilities.shape, dtype: 'f32' } };
  },
  reference: ({ probabilities, labels, dy }, _, { dx }) => {
    const { rows, width } = rowsOf('softmaxCrossEntropyGrad', 'probabilities', probabilities.shape);
    for (let row = 0; row < rows; row++) {
      const label = labels.data[row]!;
      const valid = label >= 0 && label < width;
      for (let i = 0; i < width; i++) {
        const difference = probabilities.data[row * width + i]! - (i === label ? 1 : 0);
        dx.data[row * width + i] = valid ? difference * dy.data[row]! : Number.NaN;
      }
    }
  },
  lower: ({ probabilities, labels, dy, dx }, _, tape) => {
    const { rows, width } = rowsOf('softmaxCrossEntropyGrad', 'probabilities', probabilities.shape);
    tape.emit('softmaxCrossEntropyGrad', { probabilities, labels, dy, dx, rows, width });
  },
});

/**
 * loss = −Σ targets · ln softmax(logits) over the last axis: logits and targets `[…, classes]` →
 * loss `[…]`, probabilities `[…, classes]`. Targets are one-hot or any other weights of the classes.
 */
export const softmaxCrossEntropyDense = defineOp<
  { logits: Value; targets: Value },
  void,
  'loss' | 'probabilities'
>('softmaxCrossEntropyDense', {
  infer: ({ logits, targets }) => {
    const probabilities = expectAlike('softmaxCrossEntropyDense', { logits, targets });
    const { outer } = rowsOf('softmaxCrossEntropyDense', 'logits', logits.shape);
    return { loss: { shape: outer, dtype: 'f32' }, probabilities };
  },
  reference: ({ logits, targets }, _, { loss, probabilities }) => {
    softmax.reference({ x: logits }, undefined, { y: probabilities });
    const { rows, width } = rowsOf('softmaxCrossEntropyDense', 'logits', logits.shape);
    for (let row = 0; row < rows; row++) {
      const total = logSumExp(logits, row, width);
      for (let i = row * width; i < (row + 1) * width; i++) {
        loss.data[row]! += targets.data[i]! * (total - logits.data[i]!);
      }
    }
  },
  grad: ({ probabilities, targets }, dy) => ({
    logits: softmaxCrossEntropyDenseGrad({ probabilities, targets, dy }).dx,
  }),
  lower: ({ logits, targets, loss, probabilities }, _, tape) => {
    const { rows, width } = rowsOf('softmaxCrossEntropyDense', 'logits', logits.shape);
    tape.workspace(FOUR_ROWS);
    tape.emit('softmaxCrossEntropyDense', { logits, targets, loss, probabilities, rows, width });
  },
});

/** dx = (probabilities · Σ targets − targets) · dy, dy one for each row. */
export const softmaxCrossEntropyDenseGrad = defineOp<
  { probabilities: Value; targets: Value; dy: Value },
  void,
  'dx'
>('softmaxCrossEntropyDenseGrad', {
  infer: ({ probabilities, targets, dy }) => {
    expectDtype('softmaxCrossEntropyDenseGrad', 'f32', { dy });
    const dx = expectAlike('softmaxCrossEntropyDenseGrad', { probabilities, targets });
    const { outer } = rowsOf('softmaxCrossEntropyDenseGrad', 'probabilities', probabilities.shape);
    expectShape('softmaxCrossEntropyDenseGrad', 'dy', dy.shape, 'probabilities', outer);
    return { dx };
  },
  reference: ({ probabilities, targets, dy }, _, { dx }) => {
    const { rows, width } = rowsOf('softmaxCrossEntropyDenseGrad', 'probabilities', probabilities.shape);
    for (let row = 0; row < rows; row++) {
      const total = targets.data.subarray(row * width, (row + 1) * width).reduce((a, b) => a + b, 0);
      for (let i = row * width; i < (row + 1) * width; i++) {
        dx.data[i] = (probabilities.data[i]! * total - targets.data[i]!) * dy.data[row]!;
      }
    }
  },
  lower: ({ probabilities, targets, dy, dx }, _, tape) => {
    const { rows, width } = rowsOf('softmaxCrossEntropyDenseGrad', 'probabilities', probabilities.shape);
    tape.emit('softmaxCrossEntropyDenseGrad', { probabilities, targets, dy, dx, rows, width });
  },
});

/** ln Σ eˣ over one row. */
function logSumExp(x: NdArray, row: number, width: number): number {
  const values = x.data.subarray(row * width, (row + 1) * width);
  const max = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return max + Math.log(values.reduce((sum, value) => sum + Math.exp(value - max), 0));
}
