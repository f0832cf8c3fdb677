import { describe, expect, test } from 'vitest';
import { ConfigError, ShapeError } from '../errors.js';
import { windowOutput } from './window.js';

describe('windowOutput', () => {
  // What tf.nn.max_pool2d gives for one axis.
  test.each([
    [32, 2, 2, 'valid', { size: 16, before: 0, after: 0 }],
    [33, 2, 2, 'valid', { size: 16, before: 0, after: 0 }],
    [33, 2, 2, 'same', { size: 17, before: 0, after: 1 }],
    [32, 3, 1, 'same', { size: 32, before: 1, after: 1 }],
    [32, 3, 2, 'same', { size: 16, before: 0, after: 1 }],
    [33, 3, 2, 'same', { size: 17, before: 1, after: 1 }],
    [5, 4, 1, 'same', { size: 5, before: 1, after: 2 }],
    [7, 2, 3, 'same', { size: 3, before: 0, after: 1 }],
    [8, 1, 3, 'same', { size: 3, before: 0, after: 0 }],
    [1, 7, 2, 'same', { size: 1, before: 3, after: 3 }],
    [7, 7, 1, 'valid', { size: 1, before: 0, after: 0 }],
  ] as const)('size %i, window %i, stride %i, %s', (size, window, stride, padding, expected) => {
    expect(windowOutput(size, window, stride, padding)).toEqual(expected);
  });

  // What tf.nn.conv2d gives for one axis.
  test.each([
    [10, 3, 1, 'valid', 2, { size: 6, before: 0, after: 0 }],
    [10, 3, 1, 'same', 2, { size: 10, before: 2, after: 2 }],
    [10, 4, 1, 'same', 3, { size: 10, before: 4, after: 5 }],
    [5, 1, 1, 'valid', 9, { size: 5, before: 0, after: 0 }],
  ] as const)(
    'size %i, window %i, stride %i, %s, dilation %i',
    (size, window, stride, padding, dilation, expected) => {
      expect(windowOutput(size, window, stride, padding, dilation)).toEqual(expected);
    },
  );

  test('a window larger than the input needs padding', () => {
    expect(() => windowOutput(2, 3, 1, 'valid')).toThrow(ShapeError);
    expect(() => windowOutput(2, 3, 1, 'valid')).toThrow("Use padding 'same'");
  });

  test('unusable options', () => {
    expect(() => windowOutput(8, 0, 1, 'same')).toThrow(ConfigError);
    expect(() => windowOutput(8, 2, 1.5, 'same')).toThrow('stride is 1.5');
    expect(() => windowOutput(8, 2, 2, 'full' as never)).toThrow("'same' or 'valid'");
  });
});
