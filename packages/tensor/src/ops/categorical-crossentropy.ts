import { defineOp, type NdArray, type Value } from '../graph.js';
import { expectAlike, expectDtype, expectShape, rowsOf } from './expect.js';
import { clipped, LARGEST_PROBABILITY, SMALLEST_PROBABILITY } from './probability.js';

/**
 * loss = −ln q[label], one for each row over the last axis, of outputs that are probabilities already:
 * q = probabilities / Σ probabilities, kept in 1e-7 … 1 − 1e-7 as in Keras. probabilities
 * `[…, classes]`, labels i32 `[…]` → loss `[…]`. A label outside 0 … classes − 1 makes the loss and the
 * gradient of its row NaN. From logits, `softmaxCrossEntropy` is faster and more exact.
 */
export const sparseCategoricalCrossentropy = defineOp<{ probabilities: Value; labels: Value }, void, 'loss'>(
  'sparseCategoricalCrossentropy',
  {
    infer: ({ probabilities, labels }) => {
      expectDtype('sparseCategoricalCrossentropy', 'f32', { probabilities });
      expectDtype('sparseCategoricalCrossentropy', 'i32', { labels });
      const { outer } = rowsOf('sparseCategoricalCrossentropy', 'probabilities', probabilities.shape);
      expectShape('sparseCategoricalCrossentropy', 'labels', labels.shape, 'probabilities', outer);
      return { loss: { shape: outer, dtype: 'f32' } };
    },
    reference: ({ probabilities, labels }, _, { loss }) => {
      const { rows, width } = rowsOf('sparseCategoricalCrossentropy', 'probabilities', probabilities.shape);
      for (let row = 0; row < rows; row++) {
        // Undefined, hence NaN, for a label that is no class.
        const p = probabilities.data.subarray(row * width, (row + 1) * width)[labels.data[row]!];
        loss.data[row] = -Math.log(clipped((p ?? Number.NaN) / rowSum(probabilities, row, width)));
      }
    },
    grad: ({ probabilities, labels }, dy) => ({
      probabilities: sparseCategoricalCrossentropyGrad({ probabilities, labels, dy }).dx,
    }),
    lower: ({ probabilities, labels, loss }, _, tape) => {
      const { rows, width } = rowsOf('sparseCategoricalCrossentropy', 'probabilities', probabilities.shape);
      tape.emit('sparseCategoricalCrossentropy', { probabilities, labels, loss, rows, width });
    },
  },
);

/** As `categoricalCrossentropyGrad`, with the label's one-hot row as targets. */
export const sparseCategoricalCrossentropyGrad = defineOp<
  { probabilities: Value; labels: Value; dy: Value },
  void,
  'dx'
>('sparseCategoricalCrossentropyGrad', {
  infer: ({ probabilities, labels, dy }) => {
    expectDtype('sparseCategoricalCrossentropyGrad', 'f32', { probabilities, dy });
    expectDtype('sparseCategoricalCrossentropyGrad', 'i32', { labels });
    const { outer } = rowsOf('sparseCategoricalCrossentropyGrad', 'probabilities', probabilities.shape);
    expectShape('sparseCategoricalCrossentropyGrad', 'labels', labels.shape, 'probabilities', outer);
    expectShape('sparseCategoricalCrossentropyGrad', 'dy', dy.shape, 'probabilities', outer);
    return { dx: { shape: probabilities.shape, dtype: 'f32' } };
  },
  reference: ({ probabilities, labels, dy }, _, { dx }) => {
    const targets = oneHot(labels, probabilities);
    categoricalCrossentropyGrad.reference({ probabilities, targets, dy }, undefined, { dx });
    // Where q was clipped, its target did not count, even if it was NaN.
    for (let i = 0; i < dx.data.length; i++) if (Number.isNaN(targets.data[i])) dx.data[i] = Number.NaN;
  },
  lower: ({ probabilities, labels, dy, dx }, _, tape) => {
    const { rows, width } = rowsOf('sparseCategoricalCrossentropyGrad', 'probabilities', probabilities.shape);
    tape.emit('sparseCategoricalCrossentropyGrad', { probabilities, labels, dy, dx, rows, width });
  },
});

/**
 * loss = −Σ targets · ln q over the last axis, of outputs that are probabilities already:
 * q = probabilities / Σ probabilities, kept in 1e-7 … 1 − 1e-7 as in Keras. probabilities and targets
 * `[…, classes]` → loss `[…]`.
 */
export const categoricalCrossentropy = defineOp<{ probabilities: Value; targets: Value }, void, 'loss'>(
  'categoricalCrossentropy',
  {
    infer: ({ probabilities, targets }) => {
      expectAlike('categoricalCrossentropy', { probabilities, targets });
      const { outer } = rowsOf('categoricalCrossentropy', 'probabilities', probabilities.shape);
      return { loss: { shape: outer, dtype: 'f32' } };
    },
    reference: ({ probabilities, targets }, _, { loss }) => {
      const { rows, width } = rowsOf('categoricalCrossentropy', 'probabilities', probabilities.shape);
      for (let row = 0; row < rows; row++) {
        const total = rowSum(probabilities, row, width);
        for (let i = row * width; i < (row + 1) * width; i++) {
          loss.data[row]! -= targets.data[i]! * Math.log(clipped(probabilities.data[i]! / total));
        }
      }
    },
    grad: ({ probabilities, targets }, dy) => ({
      probabilities: categoricalCrossentropyGrad({ probabilities, targets, dy }).dx,
    }),
    lower: ({ probabilities, targets, loss }, _, tape) => {
      const { rows, width } = rowsOf('categoricalCrossentropy', 'probabilities', probabilities.shape);
      tape.emit('categoricalCrossentropy', { probabilities, targets, loss, rows, width });
    },
  },
);

/**
 * With s = Σ probabilities and q = probabilities / s: dx = dy · (Σ t − t / q) / s, where t are the
 * targets, counted as 0 where q was clipped.
 */
export const categoricalCrossentropyGrad = defineOp<
  { probabilities: Value; targets: Value; dy: Value },
  void,
  'dx'
>('categoricalCrossentropyGrad', {
  infer: ({ probabilities, targets, dy }) => {
    expectDtype('categoricalCrossentropyGrad', 'f32', { dy });
    const dx = expectAlike('categoricalCrossentropyGrad', { probabilities, targets });
    const { outer } = rowsOf('categoricalCrossentropyGrad', 'probabilities', probabilities.shape);
    expectShape('categoricalCrossentropyGrad', 'dy', dy.shape, 'probabilities', outer);
    return { dx };
  },
  reference: ({ probabilities, targets, dy }, _, { dx }) => {
    const { rows, width } = rowsOf('categoricalCrossentropyGrad', 'probabilities', probabilities.shape);
    for (let row = 0; row < rows; row++) {
      const total = rowSum(probabilities, row, width);
      const open = (i: number): number => {
        const q = probabilities.data[i]! / total;
        return q < SMALLEST_PROBABILITY || q > LARGEST_PROBABILITY ? 0 : targets.data[i]!;
      };
      let weight = 0;
      for (let i = row * width; i < (row + 1) * width; i++) weight += open(i);
      for (let i = row * width; i < (row + 1) * width; i++) {
        const t = open(i);
        const slope = t === 0 ? 0 : (t * total) / probabilities.data[i]!;
        dx.data[i] = (dy.data[row]! * (weight - slope)) / total;
      }
    }
  },
  lower: ({ probabilities, targets, dy, dx }, _, tape) => {
    const { rows, width } = rowsOf('categoricalCrossentropyGrad', 'probabilities', probabilities.shape);
    tape.emit('categoricalCrossentropyGrad', { probabilities, targets, dy, dx, rows, width });
  },
});

/** Rows of zeros with a 1 at the label; NaN throughout for a label that is no class. */
function oneHot(labels: NdArray, like: NdArray): NdArray {
  const { rows, width } = rowsOf('oneHot', 'probabilities', like.shape);
  const data = new Float64Array(like.data.length);
  for (let row = 0; row < rows; row++) {
    const label = labels.data[row]!;
    if (label >= 0 && label < width) data[row * width + label] = 1;
    else data.fill(Number.NaN, row * width, (row + 1) * width);
  }
  return { shape: like.shape, data };
}

function rowSum(x: NdArray, row: number, width: number): number {
  return x.data.subarray(row * width, (row + 1) * width).reduce((sum, value) => sum + value, 0);
}
