import { describe, expect, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { ShapeError } from '../errors.js';
import { input } from '../graph.js';
import { randomStream } from '../rng.js';
import type { Shape } from '../shape.js';
import type { Conv2dWindow } from './conv2d-geometry.js';
import {
  depthwiseConv2d,
  depthwiseConv2dFilterGradient,
  depthwiseConv2dInputGradient,
} from './depthwise-conv2d.js';
import { dilatedExtent } from './window.js';

const seed = 2026;
const same = { strides: [1, 1], padding: 'same' } as const;

/** Checks a convolution, with bias and relu too, and its three gradients. */
async function checkDepthwise(x: Shape, w: Shape, window: Conv2dWindow): Promise<void> {
  const stream = randomStream(seed, x.join(), w.join());
  const inputs = { x: randomTensor(stream, x), w: randomTensor(stream, w) };
  const bias = randomTensor(stream, [w[2]! * w[3]!]);
  await checkOp(depthwiseConv2d, inputs, window, { gradients: ['x', 'w'] });
  const relu = { ...window, activation: 'relu' };
  await checkOp(depthwiseConv2d, { ...inputs, bias }, relu, { gradients: ['bias'] });
}

describe(`shapes (seed ${seed})`, () => {
  test.each<[string, Shape, Shape, Conv2dWindow]>([
    ['one pixel', [1, 1, 1, 1], [1, 1, 1, 1], same],
    ['3×3', [2, 14, 12, 32], [3, 3, 32, 1], same],
    ['3×3 in odd sizes', [2, 9, 7, 11], [3, 3, 11, 1], same],
    ['3×3 inside', [1, 8, 9, 8], [3, 3, 8, 1], { ...same, padding: 'valid' }],
    ['3×3 over narrow images', [2, 7, 4, 8], [3, 3, 8, 1], same],
    ['3×3 over narrower images', [2, 7, 3, 8], [3, 3, 8, 1], same],
    ['3×3 over columns', [1, 9, 1, 4], [3, 3, 4, 1], same],
    ['3×3 strided', [2, 15, 12, 12], [3, 3, 12, 1], { ...same, strides: [2, 2] }],
    ['3×3 dilated', [1, 13, 12, 8], [3, 3, 8, 1], { ...same, dilations: [2, 2] }],
    [
      '3×3 as dilated as strided',
      [1, 13, 19, 8],
      [3, 3, 8, 1],
      { ...same, strides: [1, 2], dilations: [3, 2] },
    ],
    ['3×3 dilated beyond the image', [1, 4, 5, 4], [3, 3, 4, 1], { ...same, dilations: [5, 4] }],
    ['5×5', [2, 13, 14, 20], [5, 5, 20, 1], same],
    ['5×5 in odd sizes', [1, 11, 9, 6], [5, 5, 6, 1], same],
    ['5×5 over tiny images', [2, 4, 4, 8], [5, 5, 8, 1], same],
    ['5×5 strided', [1, 12, 11, 8], [5, 5, 8, 1], { ...same, strides: [2, 2] }],
    ['7×7', [1, 15, 14, 12], [7, 7, 12, 1], same],
    ['7×7 over narrow images', [1, 9, 5, 8], [7, 7, 8, 1], same],
    ['3×9', [1, 5, 22, 20], [3, 9, 20, 1], same],
    [
      '2×8 as dilated as strided',
      [1, 5, 37, 8],
      [2, 8, 8, 1],
      { ...same, strides: [1, 2], dilations: [1, 2] },
    ],
    ['2×4', [1, 9, 10, 5], [2, 4, 5, 1], { ...same, strides: [1, 3] }],
    ['many channels', [1, 5, 6, 300], [3, 3, 300, 1], same],
    ['a multiplier', [2, 9, 8, 6], [3, 3, 6, 2], same],
    ['a multiplier for one channel', [2, 6, 7, 1], [3, 3, 1, 5], same],
    ['a multiplier, strided', [1, 9, 8, 3], [3, 5, 3, 3], { ...same, strides: [2, 2] }],
    [
      'padding as given',
      [1, 6, 9, 8],
      [3, 3, 8, 1],
      {
        strides: [1, 1],
        padding: [
          [4, 0],
          [0, 5],
        ],
      },
    ],
  ])('%s', async (_, x, w, window) => {
    await checkDepthwise(x, w, window);
  });

  test('random', async () => {
    const stream = randomStream(seed, 'shapes');
    const oneOf = <T>(items: readonly T[]): T => items[stream.integer(items.length)]!;
    for (let round = 0; round < 25; round++) {
      const kernel = [1 + stream.integer(5), oneOf([1, 2, 3, 3, 4, 5, 5, 6])] as const;
      const dilations = [1 + stream.integer(3), 1 + stream.integer(3)] as const;
      const strides = [1 + stream.integer(3), oneOf([1, 2, 3, dilations[1]])] as const;
      const extent = (axis: 0 | 1): number =>
        dilatedExtent(kernel[axis], dilations[axis]) + stream.integer(12);
      const padding = oneOf([
        'same',
        'valid',
        [
          [stream.integer(3), stream.integer(3)],
          [stream.integer(6), stream.integer(6)],
        ],
      ] as const);
      const channels = oneOf([2, 3, 4, 7, 16]);
      const x = [1 + stream.integer(3), extent(0), extent(1), channels];
      const w = [...kernel, channels, oneOf([1, 1, 1, 2, 3])];
      await checkDepthwise(x, w, { strides, padding, dilations });
    }
  });
});

describe(`gradients of the gradients (seed ${seed})`, () => {
  const stream = randomStream(seed, 'second');
  const window = { strides: [2, 1], padding: 'same' } as const;
  const x = randomTensor(stream, [2, 7, 6, 3]);
  const w = randomTensor(stream, [3, 2, 3, 2]);
  const dy = randomTensor(stream, [2, 4, 6, 6]);

  test('by input', async () => {
    const attributes = { ...window, inputShape: x.shape };
    await checkOp(depthwiseConv2dInputGradient, { dy, w }, attributes, { gradients: ['dy', 'w'] });
  });

  test('by filters', async () => {
    const attributes = { ...window, kernelSize: [3, 2] };
    await checkOp(depthwiseConv2dFilterGradient, { x, dy }, attributes, { gradients: ['x', 'dy'] });
  });
});

describe('values that are not finite', () => {
  test('reach the outputs whose windows hold them', async () => {
    const stream = randomStream(seed, 'nan');
    const x = randomTensor(stream, [1, 6, 9, 5]);
    x.data[50] = Number.NaN;
    x.data[10] = Number.POSITIVE_INFINITY;
    const w = randomTensor(stream, [3, 3, 5, 1]);
    await checkOp(depthwiseConv2d, { x, w }, same);
    await checkOp(depthwiseConv2d, { x, w }, { ...same, activation: 'relu' });
  });

  test('in filters and gradients are not multiplied by padding', async () => {
    const stream = randomStream(seed, 'infinite');
    const x = randomTensor(stream, [1, 6, 9, 8]);
    const w = randomTensor(stream, [3, 3, 8, 1]);
    w.data[0] = Number.POSITIVE_INFINITY;
    await checkOp(depthwiseConv2d, { x, w }, same);
    const dy = randomTensor(stream, [1, 6, 9, 8]);
    dy.data[0] = Number.POSITIVE_INFINITY;
    await checkOp(depthwiseConv2dFilterGradient, { x, dy }, { ...same, kernelSize: [3, 3] });
  });
});

test('an empty batch', async () => {
  const stream = randomStream(seed, 'empty');
  const x = randomTensor(stream, [0, 4, 4, 8]);
  await checkOp(depthwiseConv2d, { x, w: randomTensor(stream, [3, 3, 8, 1]) }, same);
  await checkOp(depthwiseConv2dFilterGradient, { x, dy: x }, { ...same, kernelSize: [3, 3] });
});

test('shapes that do not fit are refused', () => {
  const x = input('x', [2, 8, 8, 3]);
  const w = input('w', [3, 3, 3, 2]);
  const window = { strides: [1, 1], padding: 'valid' } as const;
  expect(() => depthwiseConv2d({ x, w: input('w', [3, 3, 1, 3]) }, window)).toThrow(ShapeError);
  expect(() => depthwiseConv2d({ x, w: input('w', [3, 3, 1, 3]) }, window)).toThrow(
    'depthwiseConv2d: the images x [2, 8, 8, 3] have 3 channels, but the filters w [3, 3, 1, 3] are made for 1. Use filters of shape [3, 3, 3, 3]',
  );
  expect(() => depthwiseConv2d({ x, w: input('w', [3, 3, 3]) }, window)).toThrow('channels, multiplier]');
  expect(() => depthwiseConv2d({ x, w, bias: input('bias', [3]) }, window)).toThrow('it must be [6]');
  expect(() => depthwiseConv2d({ x: input('x', [1, 2, 9, 3]), w }, window)).toThrow('does not fit');
  const dy = input('dy', [2, 6, 6, 4]);
  expect(() => depthwiseConv2dFilterGradient({ x, dy }, { ...window, kernelSize: [3, 3] })).toThrow(
    'must be a multiple of these',
  );
  expect(() => depthwiseConv2dInputGradient({ dy, w }, { ...window, inputShape: x.shape })).toThrow(
    'gives [2, 6, 6, 6]',
  );
});
