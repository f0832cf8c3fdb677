import { describe, expect, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { ConfigError, ShapeError } from '../errors.js';
import { input } from '../graph.js';
import { randomStream } from '../rng.js';
import { concatenate } from './concatenate.js';

const seed = 31;

describe.each([
  { outer: [], inner: [], sizes: [3, 5] },
  { outer: [2, 3], inner: [], sizes: [1, 4, 3] },
  { outer: [5], inner: [3, 2], sizes: [2, 1] },
  { outer: [], inner: [7], sizes: [4, 0, 2] },
  { outer: [40, 31], inner: [], sizes: [16, 20, 5] },
  { outer: [3], inner: [5], sizes: [6] },
])(`$outer × $sizes × $inner (seed ${seed})`, ({ outer, inner, sizes }) => {
  test('parts and their gradients', async () => {
    const inputs = Object.fromEntries(
      sizes.map((size, i) => [`x${i}`, randomTensor(randomStream(seed, i), [...outer, size, ...inner])]),
    );
    const gradients = sizes.flatMap((size, i) => (size > 0 ? [`x${i}`] : []));
    await checkOp(concatenate, inputs, outer.length, { tolerance: 0, gradients });
  });
});

test('what does not join', () => {
  const x0 = input('a', [2, 3]);
  expect(() => concatenate({ x0, x1: input('b', [3, 3]) }, 1)).toThrow(ShapeError);
  expect(() => concatenate({ x0, x1: input('b', [2, 3, 1]) }, 1)).toThrow('[2, 3] and [2, 3, 1]');
  expect(() => concatenate({ x0 }, 2)).toThrow(ConfigError);
  expect(() => concatenate({}, 0)).toThrow('no tensors');
});
