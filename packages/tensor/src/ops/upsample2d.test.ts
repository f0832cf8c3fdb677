import { describe, expect, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { ConfigError } from '../errors.js';
import { input } from '../graph.js';
import { interpret } from '../reference.js';
import { randomStream } from '../rng.js';
import { sizeOf } from '../shape.js';
import { tensor } from '../tensor.js';
import { upsampleBilinear2d, upsampleBilinear2dGrad, upsampleNearest2d } from './upsample2d.js';

const seed = 35;

describe.each([{ factors: [2, 2] }, { factors: [1, 3] }, { factors: [3, 1] }, { factors: [4, 5] }] as const)(
  `factors $factors (seed ${seed})`,
  ({ factors }) => {
    test.each([
      [1, 1, 1, 1],
      [2, 3, 4, 3],
      [1, 5, 2, 20],
      [3, 8, 9, 5],
    ])('x [%i, %i, %i, %i]', async (...shape) => {
      const x = randomTensor(randomStream(seed, ...shape), shape);
      await checkOp(upsampleNearest2d, { x }, factors, { gradients: ['x'] });
      await checkOp(upsampleBilinear2d, { x }, factors, { gradients: ['x'] });
    });
  },
);

test('half-way between centres, and the outermost pixels beyond', () => {
  const x = input('x', [1, 1, 2, 1]);
  const { y } = upsampleBilinear2d({ x }, [1, 2]);
  const feeds = new Map([[x, { shape: x.shape, data: Float64Array.of(0, 4) }]]);
  expect([...interpret([y], feeds)[0]!.data]).toEqual([0, 1, 3, 4]);
});

test('NaN and infinities', async () => {
  const x = tensor([Number.NaN, Infinity, -Infinity, 1], [1, 2, 2, 1]);
  await checkOp(upsampleNearest2d, { x }, [2, 3]);
});

test.each([
  [1, 1],
  [2, 1],
  [3, 1],
  [3, 3],
  [5, 2],
] as const)('a NaN in dy goes to the cells that had a part in it, factors %i, %i', async (...factors) => {
  const inputShape = [1, 3, 2, 1];
  const shape = [1, 3 * factors[0], 2 * factors[1], 1];
  for (let at = 0; at < sizeOf(shape); at++) {
    const dy = tensor(new Float32Array(sizeOf(shape)), shape);
    dy.data[at] = Number.NaN;
    await checkOp(upsampleBilinear2dGrad, { dy }, { factors, inputShape });
  }
});

test('factors that are none', () => {
  expect(() => upsampleNearest2d({ x: input('x', [1, 2, 2, 1]) }, [0, 1])).toThrow(ConfigError);
  expect(() => upsampleBilinear2d({ x: input('x', [1, 2, 2, 1]) }, [1.5, 1])).toThrow('whole numbers');
});
