import { test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { randomStream } from '../rng.js';
import { tensor } from '../tensor.js';
import { relu } from './relu.js';

test.each([[1], [3, 5], [2, 7, 7, 3], [4, 64, 64, 5]])('relu of shape %j', async (...shape) => {
  const x = randomTensor(randomStream(1, 'relu', ...shape), shape);
  await checkOp(relu, { x }, undefined, { gradients: ['x'], tolerance: 0 });
});

test('NaN stays NaN, infinities keep their meaning', async () => {
  const x = tensor([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 1e-42], [5]);
  await checkOp(relu, { x }, undefined, { tolerance: 0 });
});
