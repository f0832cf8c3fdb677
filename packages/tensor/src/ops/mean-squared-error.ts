import { defineOp, type Value } from '../graph.js';
import { type Shape, sizeOf } from '../shape.js';
import { expectAlike, expectAxes, expectDtype, expectShape } from './expect.js';
import { scale } from './scale.js';

/**
 * loss = mean((predictions − targets)²) over all axes but the first: predictions and targets
 * `[batch, …]` → loss `[batch]`.
 */
export const meanSquaredError = defineOp<{ predictions: Value; targets: Value }, void, 'loss'>(
  'meanSquaredError',
  {
    infer: ({ predictions, targets }) => {
      expectAlike('meanSquaredError', { predictions, targets });
      return { loss: { shape: [samplesOf('meanSquaredError', predictions.shape).rows], dtype: 'f32' } };
    },
    reference: ({ predictions, targets }, _, { loss }) => {
      const { width } = samplesOf('meanSquaredError', predictions.shape);
      for (let i = 0; i < predictions.data.length; i++) {
        loss.data[Math.floor(i / width)]! += (predictions.data[i]! - targets.data[i]!) ** 2 / width;
      }
    },
    grad: ({ predictions, targets }, dy) => {
      const { dx } = meanSquaredErrorGrad({ predictions, targets, dy });
      return { predictions: dx, targets: scale({ x: dx }, -1).y };
    },
    lower: ({ predictions, targets, loss }, _, tape) => {
      const { rows, width } = samplesOf('meanSquaredError', predictions.shape);
      tape.emit('meanSquaredError', { predictions, targets, loss, rows, width });
    },
  },
);

/** dx = 2 · (predictions − targets) · dy / k, dy one for each sample of k elements. */
export const meanSquaredErrorGrad = defineOp<{ predictions: Value; targets: Value; dy: Value }, void, 'dx'>(
  'meanSquaredErrorGrad',
  {
    infer: ({ predictions, targets, dy }) => {
      expectDtype('meanSquaredErrorGrad', 'f32', { dy });
      const dx = expectAlike('meanSquaredErrorGrad', { predictions, targets });
      const { rows } = samplesOf('meanSquaredErrorGrad', predictions.shape);
      expectShape('meanSquaredErrorGrad', 'dy', dy.shape, 'predictions', [rows]);
      return { dx };
    },
    reference: ({ predictions, targets, dy }, _, { dx }) => {
      const { width } = samplesOf('meanSquaredErrorGrad', predictions.shape);
      for (let i = 0; i < dx.data.length; i++) {
        const share = dy.data[Math.floor(i / width)]! / width;
        dx.data[i] = 2 * (predictions.data[i]! - targets.data[i]!) * share;
      }
    },
    lower: ({ predictions, targets, dy, dx }, _, tape) => {
      const { rows, width } = samplesOf('meanSquaredErrorGrad', predictions.shape);
      tape.emit('meanSquaredErrorGrad', { predictions, targets, dy, dx, rows, width });
    },
  },
);

/** How many samples, and how many elements each. */
function samplesOf(op: string, shape: Shape): { rows: number; width: number } {
  expectAxes(op, 'predictions', shape, '[batch, …]', 1, Number.POSITIVE_INFINITY);
  return { rows: shape[0]!, width: sizeOf(shape.slice(1)) };
}
