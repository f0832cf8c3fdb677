import { describe, expect, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { ShapeError } from '../errors.js';
import { input } from '../graph.js';
import { randomStream } from '../rng.js';
import { tensor } from '../tensor.js';
import { type Cells2d, pad2d } from './pad2d.js';

const seed = 32;

describe.each<{ cells: Cells2d }>([
  {
    cells: [
      [1, 1],
      [1, 1],
    ],
  },
  {
    cells: [
      [0, 2],
      [3, 0],
    ],
  },
  {
    cells: [
      [-1, -1],
      [-2, 0],
    ],
  },
  {
    cells: [
      [2, -3],
      [-1, 4],
    ],
  },
  {
    cells: [
      [0, 0],
      [0, 0],
    ],
  },
])(`$cells (seed ${seed})`, ({ cells }) => {
  test.each([
    [1, 4, 4, 1],
    [2, 5, 7, 3],
    [3, 33, 30, 17],
  ])('x [%i, %i, %i, %i]', async (...shape) => {
    const x = randomTensor(randomStream(seed, ...shape), shape);
    await checkOp(pad2d, { x }, cells, { tolerance: 0, gradients: ['x'] });
  });
});

test('NaN and infinities stay where they are', async () => {
  const x = tensor([Number.NaN, Infinity, -Infinity, 1], [1, 2, 2, 1]);
  await checkOp(
    pad2d,
    { x },
    [
      [1, 0],
      [-1, 1],
    ],
    { tolerance: 0 },
  );
});

test('more taken away than there is', () => {
  const x = input('x', [1, 2, 3, 1]);
  expect(() =>
    pad2d({ x }, [
      [-2, -1],
      [0, 0],
    ]),
  ).toThrow(ShapeError);
  expect(
    pad2d({ x }, [
      [-2, 0],
      [0, 0],
    ]).y.shape,
  ).toEqual([1, 0, 3, 1]);
});
