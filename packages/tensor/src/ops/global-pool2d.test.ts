import { describe, expect, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { ShapeError } from '../errors.js';
import { input } from '../graph.js';
import { randomStream } from '../rng.js';
import { tensor } from '../tensor.js';
import { globalAvgPool2d, globalMaxPool2d, globalMaxPool2dGrad } from './global-pool2d.js';

const seed = 34;

describe.each([
  [1, 1, 1, 1],
  [2, 3, 5, 3],
  [3, 7, 7, 20],
  [1, 9, 8, 515],
  [2, 40, 31, 6],
])(`x [%i, %i, %i, %i] (seed ${seed})`, (...shape) => {
  const x = randomTensor(randomStream(seed, ...shape), shape);

  test('mean', () => checkOp(globalAvgPool2d, { x }, undefined, { gradients: ['x'] }));

  test('largest', () => checkOp(globalMaxPool2d, { x }, undefined, { tolerance: 0, gradients: ['x'] }));
});

test('equal values, NaN and infinities', async () => {
  const { NaN: nan } = Number;
  const x = tensor([1, nan, -Infinity, 2, 2, nan, -Infinity, nan, 2, 3, -Infinity, 5], [1, 3, 1, 4]);
  await checkOp(globalMaxPool2d, { x }, undefined, { tolerance: 0 });
  await checkOp(globalAvgPool2d, { x }, undefined);
});

test('shapes that do not fit', () => {
  expect(() => globalAvgPool2d({ x: input('x', [2, 0, 3, 1]) })).toThrow('without pixels');
  expect(() => globalMaxPool2d({ x: input('x', [2, 3, 1]) })).toThrow(ShapeError);
  const dy = input('dy', [2, 3]);
  expect(() => globalMaxPool2dGrad({ dy, winner: input('w', [2, 4], 'i32') }, [2, 5, 5, 3])).toThrow(
    "'winner' of shape [2, 4]",
  );
});
