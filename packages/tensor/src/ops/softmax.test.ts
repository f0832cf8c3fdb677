import { expect, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { input } from '../graph.js';
import { randomStream } from '../rng.js';
import { tensor } from '../tensor.js';
import { softmax } from './softmax.js';

const seed = 13;

test.each([[1], [10], [3, 1], [7, 2], [5, 10], [2, 3, 8], [4, 1001], [1, 20_000], [3000, 10]])(
  `shape [%i, %i, %i] (seed ${seed})`,
  async (...axes) => {
    const shape = axes.filter((axis) => axis !== undefined);
    const x = randomTensor(randomStream(seed, ...shape), shape);
    await checkOp(softmax, { x }, undefined, { gradients: ['x'] });
  },
);

test('large logits do not overflow', async () => {
  await checkOp(softmax, { x: tensor([1e30, -1e30, 88, 1000, 999, 0, -1e4, 3, 3, 3], [2, 5]) }, undefined);
});

test('a row with +∞ or NaN, or nothing but −∞, becomes NaN', async () => {
  const rows = [
    [Infinity, 1, 2, 3, 4],
    [1, 2, 3, 4, Number.NaN],
    [Number.NaN, 2, 3, 4, 5],
    [-Infinity, -Infinity, -Infinity, -Infinity, -Infinity],
    [-Infinity, 0, 1, 2, -Infinity],
  ];
  await checkOp(softmax, { x: tensor(rows.flat(), [5, 5]) }, undefined);
});

test('a scalar has no classes', () => {
  expect(() => softmax({ x: input('x', []) })).toThrow('[…, classes]');
});
