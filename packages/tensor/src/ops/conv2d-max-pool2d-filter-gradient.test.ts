import { describe, expect, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { ShapeError } from '../errors.js';
import { input } from '../graph.js';
import { randomStream } from '../rng.js';
import { sizeOf } from '../shape.js';
import { Tensor } from '../tensor.js';
import { type Conv2dWindow, conv2dGeometry } from './conv2d-geometry.js';
import { conv2dMaxPool2dFilterGradient, winnersPay } from './conv2d-max-pool2d-filter-gradient.js';

const seed = 47;
const same: Conv2dWindow = { strides: [1, 1], padding: 'same' };

describe.each<Conv2dWindow>([
  same,
  { strides: [1, 1], padding: 'valid' },
  { strides: [2, 1], padding: 'same' },
  { strides: [1, 3], padding: [[2, 0], [1, 3]] }, // biome-ignore format: as it is written in messages
])('strides $strides, padding $padding', (window) => {
  // Odd and even results; filters that fill no vector; filters that are cut into pieces; images into bands.
  test.each([
    [1, 7, 8, 1, 3, 3, 1],
    [2, 9, 11, 3, 3, 3, 6],
    [3, 8, 8, 3, 5, 5, 12],
    [2, 12, 9, 5, 1, 1, 8],
    [2, 13, 14, 4, 4, 7, 11],
    [1, 70, 40, 3, 3, 3, 5],
    [0, 8, 8, 3, 3, 3, 4],
  ])(`x [%i, %i, %i, %i], filters %i×%i, %i (seed ${seed})`, async (n, h, w, c, kh, kw, f) => {
    const stream = randomStream(seed, n!, h!, w!, c!, kh!, f!);
    const geometry = conv2dGeometry('test', [n!, h!, w!, c!], [kh!, kw!, c!, f!], window);
    const pooled = [n!, geometry.yHeight >> 1, geometry.yWidth >> 1, f!];
    const places = Uint8Array.from({ length: sizeOf(pooled) }, () => stream.integer(4));
    const inputs = {
      x: randomTensor(stream, [n!, h!, w!, c!]),
      dy: randomTensor(stream, pooled),
      winner: new Tensor('u8', pooled, places),
      y: f! % 2 ? undefined : randomTensor(stream, pooled),
    };
    await checkOp(conv2dMaxPool2dFilterGradient, inputs, { ...window, kernelSize: [kh!, kw!] });
  });
});

test('it pays for stems, and not where there is little to sum up', () => {
  expect(winnersPay(conv2dGeometry('test', [32, 32, 32, 3], [3, 3, 3, 32], same))).toBe(true);
  expect(winnersPay(conv2dGeometry('test', [32, 32, 32, 3], [5, 5, 3, 32], same))).toBe(true);
  expect(winnersPay(conv2dGeometry('test', [32, 8, 8, 6], [5, 5, 6, 16], same))).toBe(false);
  expect(winnersPay(conv2dGeometry('test', [32, 32, 32, 8], [1, 1, 8, 8], same))).toBe(false);
});

test('gradients of another shape are refused', () => {
  const x = input('x', [2, 8, 8, 3]);
  const attributes = { ...same, kernelSize: [3, 3] as const };
  const pooled = { dy: input('dy', [2, 4, 4, 5]), winner: input('winner', [2, 4, 4, 5], 'u8') };
  expect(conv2dMaxPool2dFilterGradient({ x, ...pooled }, attributes).dw.shape).toEqual([3, 3, 3, 5]);
  const whole = { dy: input('dy', [2, 8, 8, 5]), winner: input('winner', [2, 8, 8, 5], 'u8') };
  expect(() => conv2dMaxPool2dFilterGradient({ x, ...whole }, attributes)).toThrow(ShapeError);
  const y = input('y', [2, 4, 4, 6]);
  expect(() => conv2dMaxPool2dFilterGradient({ x, ...pooled, y }, attributes)).toThrow(ShapeError);
});
