import { expect, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { input } from '../graph.js';
import { randomStream } from '../rng.js';
import { tensor } from '../tensor.js';
import { softmax } from './softmax.js';

const seed = 13;

test.each([
  [1],
  [10],
  [3, 1],
  [7, 2],
  [5, 10],
  [2, 3, 8],
  [4, 1001],
  [1, 20_000],
  [3000, 10],
  [6, 31],
  [5, 32],
  [3, 35],
])(`shape [%i, %i, %i] (seed ${seed})`, async (...axes) => {
  const shape = axes.filter((axis) => axis !== undefined);
  const x = randomTensor(randomStream(seed, ...shape), shape);
  await checkOp(softmax, { x }, undefined, { gradients: ['x'] });
});

test('large logits do not overflow', async () => {
  await checkOp(softmax, { x: tensor([1e30, -1e30, 88, 1000, 999, 0, -1e4, 3, 3, 3], [2, 5]) }, undefined);
});

// Short rows go four at a time, long ones by themselves.
test.each([5, 39])('a row with +∞ or NaN, or nothing but −∞, becomes NaN (%i classes)', async (classes) => {
  const rows = [
    [Infinity, 1, 2, 3, 4],
    [1, 2, 3, 4, Number.NaN],
    [Number.NaN, 2, 3, 4, 5],
    [-Infinity, -Infinity, -Infinity, -Infinity, -Infinity],
    [-Infinity, 0, 1, 2, -Infinity],
  ];
  const filled = rows.flatMap((row) => [...Array<number>(classes - 5).fill(Math.min(...row)), ...row]);
  await checkOp(softmax, { x: tensor(filled, [5, classes]) }, undefined);
});

test('a scalar has no classes', () => {
  expect(() => softmax({ x: input('x', []) })).toThrow('[…, classes]');
});
