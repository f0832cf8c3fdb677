import { DataError, Tensor } from '@cnn/tensor';
import { expect, test } from 'vitest';
import { statistics } from './statistics.js';
import { noise } from './testing/image-batches.js';

test.each(['u8', 'f32'] as const)('of %s, channel by channel', (dtype) => {
  const x = noise([30, 5, 4, 3], dtype);
  const { mean, variance } = statistics({ x });
  expect([mean.length, variance.length]).toEqual([3, 3]);
  for (const channel of [0, 1, 2]) {
    const values = [...x.data]
      .filter((_, index) => index % 3 === channel)
      .map((value) => (dtype === 'u8' ? value / 255 : value));
    const expected = values.reduce((a, b) => a + b) / values.length;
    expect(mean[channel]).toBeCloseTo(expected, 12);
    const squares = values.map((value) => (value - expected) ** 2);
    expect(variance[channel]).toBeCloseTo(squares.reduce((a, b) => a + b) / values.length, 12);
  }
});

test('keep their digits far from zero', () => {
  const x = new Tensor('f32', [2, 1, 1, 1], Float32Array.of(1e6, 1e6 + 1));
  expect(statistics({ x })).toEqual({ mean: [1e6 + 0.5], variance: [0.25] });
});

test('of nothing are refused', () => {
  expect(() => statistics({ x: new Tensor('u8', [0, 4, 4, 3], new Uint8Array(0)) })).toThrow(DataError);
  expect(() => statistics({ x: new Tensor('u8', [5], new Uint8Array(5)) })).toThrow(
    'statistics was given x of shape [5]; it takes one image at least',
  );
});
