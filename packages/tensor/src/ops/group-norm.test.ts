import { expect, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { ConfigError } from '../errors.js';
import { input } from '../graph.js';
import { randomStream } from '../rng.js';
import { sizeOf } from '../shape.js';
import { Tensor, tensor } from '../tensor.js';
import { groupNorm } from './group-norm.js';

const seed = 46;
const epsilon = 1e-3;

test.each([
  { shape: [3, 5, 4, 6], groups: 3 },
  { shape: [2, 7, 7, 16], groups: 4 },
  { shape: [2, 3, 3, 5], groups: 5 },
  { shape: [2, 3, 3, 5], groups: 1 },
  { shape: [4, 12], groups: 2 },
  { shape: [1, 40, 40, 32], groups: 8 },
  { shape: [3, 70, 3], groups: 1 },
])(`x $shape in $groups groups (seed ${seed})`, async ({ shape, groups }) => {
  const stream = randomStream(seed, ...shape);
  const channels = shape.at(-1)!;
  const x = randomTensor(stream, shape);
  const gamma = randomTensor(stream, [channels]);
  const beta = randomTensor(stream, [channels]);
  // Gradients of small groups are small differences.
  const options = { tolerance: 2e-5 };
  const all = { ...options, gradients: ['x', 'gamma', 'beta'] };
  await checkOp(groupNorm, { x, gamma, beta }, { groups, epsilon }, all);
  const without = { x, gamma: undefined, beta: undefined };
  await checkOp(groupNorm, without, { groups, epsilon }, { ...options, gradients: ['x'] });
});

test('means far from 0', async () => {
  const stream = randomStream(seed, 'far');
  const shape = [2, 50, 8];
  const far = Float32Array.from({ length: sizeOf(shape) }, () => 1000 + stream.normal());
  const x = new Tensor('f32', shape, far);
  // A mean that has been rounded to 24 bits is this far from the true one.
  await checkOp(groupNorm, { x }, { groups: 2, epsilon }, { tolerance: 1e-4 });
});

test('groups with NaN or infinities become NaN, the others do not', async () => {
  const x = [1, 2, 3, 4, Number.NaN, 2, 5, 6, 1, 2, Infinity, 4, 5, 6, 7, 8];
  await checkOp(groupNorm, { x: tensor(x, [2, 2, 4]) }, { groups: 2, epsilon });
});

test('groups that do not divide the channels are refused', () => {
  expect(() => groupNorm({ x: input('x', [2, 3, 6]) }, { groups: 4, epsilon })).toThrow(ConfigError);
  expect(() => groupNorm({ x: input('x', [6]) }, { groups: 2, epsilon })).toThrow('[batch, …, channels]');
});
