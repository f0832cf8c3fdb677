import { describe, expect, test } from 'vitest';
import { checkGraph, checkOp, randomTensor } from '../../test/check-op.js';
import { ConfigError, ShapeError } from '../errors.js';
import { input } from '../graph.js';
import { randomStream } from '../rng.js';
import { Tensor, tensor } from '../tensor.js';
import { maxPool2d } from './max-pool2d.js';
import type { PoolWindow } from './pool-geometry.js';

const seed = 11;
const pool = (size: number, stride: number, padding: PoolWindow['padding']): PoolWindow => ({
  poolSize: [size, size],
  strides: [stride, stride],
  padding,
});

describe.each([
  pool(2, 2, 'valid'),
  pool(2, 2, 'same'),
  pool(3, 2, 'same'),
  pool(3, 1, 'valid'),
  pool(2, 3, 'valid'),
  { poolSize: [1, 4], strides: [2, 1], padding: 'same' },
  { poolSize: [3, 2], strides: [1, 2], padding: 'valid' },
] satisfies PoolWindow[])('windows $poolSize, strides $strides, $padding', (window) => {
  test.each([
    [1, 4, 4, 1],
    [2, 5, 7, 3],
    [3, 9, 8, 5],
    [2, 6, 7, 32],
    [1, 12, 13, 6],
  ])(`x [%i, %i, %i, %i] (seed ${seed})`, async (...shape) => {
    const x = randomTensor(randomStream(seed, ...shape), shape);
    await checkOp(maxPool2d, { x }, window, { tolerance: 0, gradients: [] });
    await checkOp(maxPool2d, { x }, window, { gradients: ['x'] });
  });
});

test('the first of equal values wins, and the first NaN', async () => {
  const stream = randomStream(seed, 'ties');
  const values = [0, 0, 1, 1, -0, Number.NaN, Infinity, -Infinity];
  for (const channels of [1, 4, 6]) {
    const data = Float32Array.from({ length: 2 * 6 * 6 * channels }, () => values[stream.integer(8)]!);
    const x = new Tensor('f32', [2, 6, 6, channels], data);
    await checkOp(maxPool2d, { x }, pool(2, 2, 'valid'), { tolerance: 0 });
    await checkOp(maxPool2d, { x }, pool(3, 2, 'same'), { tolerance: 0 });
  }
});

test('nothing but −∞', async () => {
  const x = new Tensor('f32', [1, 4, 4, 5], new Float32Array(80).fill(-Infinity));
  await checkOp(maxPool2d, { x }, pool(2, 2, 'valid'), { tolerance: 0 });
  await checkOp(maxPool2d, { x }, pool(3, 1, 'same'), { tolerance: 0 });
});

test.each([
  pool(3, 2, 'same'),
  pool(2, 3, 'valid'),
  { poolSize: [2, 5], strides: [1, 2], padding: 'same' },
] satisfies PoolWindow[])('without winners, windows $poolSize', async (window) => {
  const stream = randomStream(seed, 'most');
  const values = [0, 1, 2, -1, Number.NaN, Infinity, -Infinity];
  for (const channels of [3, 8, 13]) {
    const data = Float32Array.from({ length: 2 * 7 * 9 * channels }, (_, i) =>
      // The first image has numbers alone, so that nothing of it is done again.
      i < 7 * 9 * channels ? stream.normal() : values[stream.integer(7)]!,
    );
    const x = new Tensor('f32', [2, 7, 9, channels], data);
    await checkGraph((values) => maxPool2d({ x: values.x }, window).y, { x }, { tolerance: 0 });
  }
});

test('a worked example, winners counted row by row', () => {
  const x = tensor([1, 2, 5, 4, 3, 2, 6, 6], [1, 2, 4, 1]);
  const y = new Float64Array(2);
  const winner = new Float64Array(2);
  const shape = [1, 1, 2, 1];
  maxPool2d.reference({ x: { shape: x.shape, data: Float64Array.from(x.data) } }, pool(2, 2, 'valid'), {
    y: { shape, data: y },
    winner: { shape, data: winner },
  });
  expect([...y]).toEqual([3, 6]);
  expect([...winner]).toEqual([2, 2]);
});

test('windows of 256 cells, and larger ones refused', async () => {
  const x = randomTensor(randomStream(seed, 'large'), [1, 17, 16, 4]);
  await checkOp(maxPool2d, { x }, pool(16, 1, 'valid'), { gradients: ['x'] });
  expect(() => maxPool2d({ x: input('x', [1, 17, 17, 1]) }, pool(17, 1, 'valid'))).toThrow(ConfigError);
});

test('windows and images that do not fit', () => {
  expect(() => maxPool2d({ x: input('x', [1, 1, 4, 1]) }, pool(2, 2, 'valid'))).toThrow(ShapeError);
  expect(() => maxPool2d({ x: input('x', [4, 4]) }, pool(2, 2, 'valid'))).toThrow(
    '[batch, height, width, channels]',
  );
});
