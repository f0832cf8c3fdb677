import { test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { randomStream } from '../rng.js';
import { type Tensor, tensor } from '../tensor.js';
import { relu, reluGrad } from './relu.js';

test.each([[1], [3, 5], [2, 7, 7, 3], [4, 64, 64, 5]])('relu of shape %j', async (...shape) => {
  const x = randomTensor(randomStream(1, 'relu', ...shape), shape);
  await checkOp(relu, { x }, undefined, { gradients: ['x'], tolerance: 0 });
});

test('NaN stays NaN, infinities keep their meaning', async () => {
  const x = tensor([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 1e-42], [5]);
  await checkOp(relu, { x }, undefined, { tolerance: 0 });
});

test.each([[1], [7], [2, 7, 7, 3], [4, 64, 64, 5]])(
  'the gradient of two ways that part behind a ReLU, of shape %j',
  async (...shape) => {
    const stream = randomStream(1, 'reluGrad', ...shape);
    const [y, dy, more] = [0, 1, 2].map(() => randomTensor(stream, shape)) as [Tensor, Tensor, Tensor];
    await checkOp(reluGrad, { y, dy, more }, undefined);
  },
);

test('gradients that are masked count for nothing, NaN or not', async () => {
  const y = tensor([0, -1, Number.NaN, 1, 1], [5]);
  const dy = tensor([Number.NaN, Infinity, 1, Infinity, 2], [5]);
  const more = tensor([1, 1, 1, -Infinity, Number.NaN], [5]);
  await checkOp(reluGrad, { y, dy, more }, undefined, { tolerance: 0 });
  await checkOp(reluGrad, { y, dy }, undefined, { tolerance: 0 });
});
