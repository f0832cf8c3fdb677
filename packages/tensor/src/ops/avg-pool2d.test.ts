import { describe, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { randomStream } from '../rng.js';
import { tensor } from '../tensor.js';
import { avgPool2d } from './avg-pool2d.js';
import type { PoolWindow } from './pool-geometry.js';

const seed = 12;

describe.each([
  { poolSize: [2, 2], strides: [2, 2], padding: 'valid' },
  { poolSize: [2, 2], strides: [2, 2], padding: 'same' },
  { poolSize: [3, 3], strides: [2, 2], padding: 'same' },
  { poolSize: [3, 3], strides: [1, 1], padding: 'same' },
  { poolSize: [2, 1], strides: [3, 2], padding: 'valid' },
] satisfies PoolWindow[])('windows $poolSize, strides $strides, $padding', (window) => {
  test.each([
    [1, 4, 4, 1],
    [2, 5, 7, 3],
    [3, 9, 8, 5],
    [2, 6, 7, 32],
  ])(`x [%i, %i, %i, %i] (seed ${seed})`, async (...shape) => {
    const x = randomTensor(randomStream(seed, ...shape), shape);
    await checkOp(avgPool2d, { x }, window, { gradients: ['x'] });
  });
});

test('one window over a whole image', async () => {
  const x = randomTensor(randomStream(seed, 'whole'), [3, 8, 7, 20]);
  await checkOp(
    avgPool2d,
    { x },
    { poolSize: [8, 7], strides: [8, 7], padding: 'valid' },
    { gradients: ['x'] },
  );
});

test('NaN and infinities', async () => {
  const x = tensor([1, Number.NaN, Infinity, 2, -Infinity, 3, Infinity, 4], [1, 2, 4, 1]);
  await checkOp(avgPool2d, { x }, { poolSize: [2, 1], strides: [2, 1], padding: 'valid' });
});
