import { expect, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { ConfigError, ShapeError } from '../errors.js';
import { input } from '../graph.js';
import { randomStream } from '../rng.js';
import { permute } from './permute.js';

test.each([
  { shape: [3, 5], axes: [1, 0] },
  { shape: [3, 5], axes: [0, 1] },
  { shape: [2, 3, 5], axes: [0, 2, 1] },
  { shape: [2, 3, 5], axes: [2, 0, 1] },
  { shape: [2, 3, 4, 5], axes: [0, 3, 1, 2] },
  { shape: [2, 3, 1, 5, 4], axes: [3, 1, 0, 4, 2] },
  { shape: [70, 130], axes: [1, 0] },
  { shape: [7], axes: [0] },
])('$shape, axes $axes', async ({ shape, axes }) => {
  const x = randomTensor(randomStream(33, ...shape), shape);
  await checkOp(permute, { x }, axes, { tolerance: 0, gradients: ['x'] });
});

test('orders that are none', () => {
  const x = input('x', [2, 3]);
  for (const axes of [[0], [0, 0], [1, 2], [0, 1, 2]])
    expect(() => permute({ x }, axes)).toThrow(ConfigError);
  expect(() => permute({ x: input('x', [1, 1, 1, 1, 1, 1]) }, [0, 1, 2, 3, 4, 5])).toThrow(ShapeError);
});
