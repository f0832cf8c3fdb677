import { defineOp, type Value } from '../graph.js';
import { type Shape, sizeOf } from '../shape.js';
import { expectAlike, expectAxes, expectDtype, expectShape } from './expect.js';

/**
 * loss = mean((predictions − targets)²) over all axes but the first: predictions and targets
 * `[batch, …]` → loss `[batch]`.
 */
export const meanSquaredError = defineOp<{ predictions: Value; targets: Value }, void, 'loss'>(
  'meanSquaredError',
  {
    infer: ({ predictions, targets }) => {
      expectAlike('meanSquaredError', { predictions, targets });
      return { loss: { shape: [samplesOf('meanSquaredError', predictions.shape).batch], dtype: 'f32' } };
    },
    reference: ({ predictions, targets }, _, { loss }) => {
      const { size } = samplesOf('meanSquaredError', predictions.shape);
      for (let i = 0; i < predictions.data.length; i++) {
        loss.data[Math.floor(i / size)]! += (predictions.data[i]! - targets.data[i]!) ** 2 / size;
      }
    },
    grad: ({ predictions, targets }, dy) => ({
      predictions: meanSquaredErrorGrad({ predictions, targets, dy }).dx,
    }),
  },
);

/** dx = 2 · (predictions − targets) · dy / k, dy one for each sample of k elements. */
export const meanSquaredErrorGrad = defineOp<{ predictions: Value; targets: Value; dy: Value }, void, 'dx'>(
  'meanSquaredErrorGrad',
  {
    infer: ({ predictions, targets, dy }) => {
      expectDtype('meanSquaredErrorGrad', 'f32', { dy });
      const dx = expectAlike('meanSquaredErrorGrad', { predictions, targets });
      const { batch } = samplesOf('meanSquaredErrorGrad', predictions.shape);
      expectShape('meanSquaredErrorGrad', 'dy', dy.shape, 'predictions', [batch]);
      return { dx };
    },
    reference: ({ predictions, targets, dy }, _, { dx }) => {
      const { size } = samplesOf('meanSquaredErrorGrad', predictions.shape);
      for (let i = 0; i < dx.data.length; i++) {
        const share = dy.data[Math.floor(i / size)]! / size;
        dx.data[i] = 2 * (predictions.data[i]! - targets.data[i]!) * share;
      }
    },
  },
);

/** How many samples, and how many elements each. */
function samplesOf(op: string, shape: Shape): { batch: number; size: number } {
  expectAxes(op, 'predictions', shape, '[batch, …]', 1, Number.POSITIVE_INFINITY);
  return { batch: shape[0]!, size: sizeOf(shape.slice(1)) };
}
