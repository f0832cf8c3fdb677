import { expect, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { input } from '../graph.js';
import { randomStream } from '../rng.js';
import { tensor } from '../tensor.js';
import { prelu } from './prelu.js';

const seed = 44;

test.each([
  { shape: [7], alpha: [1] },
  { shape: [7], alpha: [7] },
  { shape: [2, 5, 7, 3], alpha: [3] },
  { shape: [2, 5, 7, 4], alpha: [1] },
  { shape: [3, 5, 7, 2], alpha: [5, 7, 2] },
  { shape: [3, 5, 8], alpha: [5, 8] },
  { shape: [1100, 16], alpha: [16] },
])(`x $shape, alpha $alpha (seed ${seed})`, async ({ shape, alpha }) => {
  const stream = randomStream(seed, ...shape);
  const inputs = { x: randomTensor(stream, shape), alpha: randomTensor(stream, alpha) };
  await checkOp(prelu, inputs, undefined, { gradients: ['x', 'alpha'], tolerance: 1e-5 });
});

test('NaN and infinities', async () => {
  const x = tensor([Number.NaN, Infinity, -Infinity, -0, 0, -2], [6]);
  await checkOp(prelu, { x, alpha: tensor([0.5], [1]) }, undefined);
});

test('alphas of other axes are refused', () => {
  const x = input('x', [2, 3, 4]);
  expect(() => prelu({ x, alpha: input('alpha', [3]) })).toThrow('alpha has the last axes of x');
  expect(() => prelu({ x, alpha: input('alpha', []) })).toThrow('alpha has the last axes of x');
});
