import { describe, expect, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { ConfigError, ShapeError } from '../errors.js';
import { input } from '../graph.js';
import { randomStream } from '../rng.js';
import type { Shape } from '../shape.js';
import { type Conv2dTransposeAttributes, conv2dTranspose } from './conv2d-transpose.js';
import { transposedOutput } from './transposed-window.js';

const seed = 2026;
const doubling = { strides: [2, 2], padding: 'same' } as const;

describe(`shapes (seed ${seed})`, () => {
  test.each<[string, Shape, Shape, Conv2dTransposeAttributes]>([
    ['one pixel', [1, 1, 1, 1], [1, 1, 1, 1], { strides: [1, 1], padding: 'valid' }],
    ['doubled', [2, 4, 5, 6], [3, 3, 9, 6], doubling],
    ['doubled by 4×4 filters', [1, 4, 3, 8], [4, 4, 3, 8], doubling],
    ['doubled by 2×2 filters', [2, 3, 4, 8], [2, 2, 5, 8], { strides: [2, 2], padding: 'valid' }],
    ['stride larger than the filter', [1, 3, 4, 2], [2, 2, 3, 2], { strides: [4, 3], padding: 'valid' }],
    ['stride larger than the filter, same', [1, 3, 4, 2], [2, 1, 3, 2], { strides: [4, 3], padding: 'same' }],
    ['at stride 1, by Winograd', [2, 12, 13, 16], [3, 3, 16, 16], { strides: [1, 1], padding: 'same' }],
    ['1×1, a product', [2, 5, 6, 8], [1, 1, 12, 8], { strides: [1, 1], padding: 'same' }],
    ['output padding', [1, 4, 5, 3], [3, 3, 4, 3], { ...doubling, outputPadding: [1, 0] }],
    [
      'output padding, valid',
      [1, 4, 5, 3],
      [3, 2, 4, 3],
      { strides: [3, 2], padding: 'valid', outputPadding: [2, 1] },
    ],
    ['even filters and output padding', [1, 4, 5, 3], [4, 2, 4, 3], { ...doubling, outputPadding: [0, 1] }],
    ['dilated', [1, 5, 4, 3], [3, 2, 4, 3], { strides: [1, 1], padding: 'same', dilations: [2, 3] }],
  ])('%s', async (_, x, w, attributes) => {
    const stream = randomStream(seed, x.join(), w.join());
    const inputs = { x: randomTensor(stream, x), w: randomTensor(stream, w) };
    const options = { tolerance: 2e-5, gradients: ['x', 'w'] };
    await checkOp(conv2dTranspose, inputs, attributes, options);
    const bias = randomTensor(stream, [w[2]!]);
    const relu = { ...attributes, activation: 'relu' };
    await checkOp(conv2dTranspose, { ...inputs, bias }, relu, { tolerance: 2e-5, gradients: ['bias'] });
  });
});

describe('transposedOutput', () => {
  // What keras.layers.Conv2DTranspose gives for one axis.
  test.each([
    [4, 3, 2, 'same', 1, undefined, { size: 8, before: 0, after: 1 }],
    [4, 3, 2, 'valid', 1, undefined, { size: 9, before: 0, after: 0 }],
    [4, 2, 3, 'valid', 1, undefined, { size: 12, before: 0, after: 0 }],
    [4, 2, 3, 'same', 1, undefined, { size: 12, before: 0, after: 0 }],
    [4, 3, 2, 'same', 1, 0, { size: 7, before: 1, after: 1 }],
    [4, 3, 2, 'same', 1, 1, { size: 8, before: 0, after: 1 }],
    [4, 2, 2, 'same', 1, 0, { size: 6, before: 1, after: 1 }],
    [4, 3, 2, 'valid', 1, 1, { size: 10, before: 0, after: 0 }],
    [4, 3, 1, 'same', 2, undefined, { size: 4, before: 2, after: 2 }],
    [4, 3, 1, 'valid', 2, undefined, { size: 8, before: 0, after: 0 }],
  ] as const)('size %i, window %i, stride %i, %s, dilation %i, output padding %s', (...row) => {
    const [size, window, stride, padding, dilation, outputPadding, expected] = row;
    expect(transposedOutput(size, window, stride, padding, dilation, outputPadding)).toEqual(expected);
  });

  test('unusable options', () => {
    expect(() => transposedOutput(4, 3, 2, 'same', 1, 2)).toThrow(ConfigError);
    expect(() => transposedOutput(4, 3, 2, 'same', 1, 2)).toThrow('output padding is 2');
    expect(() => transposedOutput(4, 3, 0, 'same')).toThrow('stride is 0');
    expect(() => transposedOutput(4, 3, 2, 'full' as never)).toThrow("'same' or 'valid'");
    expect(() => transposedOutput(1, 2, 2, 'same', 1, 0)).toThrow(ShapeError);
  });
});

test('shapes that do not fit are refused', () => {
  const x = input('x', [2, 4, 4, 3]);
  expect(() => conv2dTranspose({ x, w: input('w', [3, 3, 3, 5]) }, doubling)).toThrow(
    'have 3 channels, but the filters w [3, 3, 3, 5] are made for 5. Use filters of shape [3, 3, 3, 3]',
  );
  expect(() => conv2dTranspose({ x, w: input('w', [3, 3, 3]) }, doubling)).toThrow('filters, channels]');
  const bias = input('bias', [3]);
  expect(() => conv2dTranspose({ x, w: input('w', [3, 3, 5, 3]), bias }, doubling)).toThrow('must be [5]');
});
