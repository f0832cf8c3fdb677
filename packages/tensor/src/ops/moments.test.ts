import { describe, expect, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { input } from '../graph.js';
import { randomStream } from '../rng.js';
import { sizeOf } from '../shape.js';
import { Tensor, tensor } from '../tensor.js';
import { moments } from './moments.js';

const seed = 41;

describe.each([1, 2, 3, 5, 10, 16, 24, 64, 130])(`%i channels (seed ${seed})`, (channels) => {
  test.each([{ outer: [] }, { outer: [1] }, { outer: [7] }, { outer: [2, 5, 7] }, { outer: [3, 521] }])(
    'x $outer',
    async ({ outer }) => {
      const shape = [...outer, channels];
      await checkOp(moments, { x: randomTensor(randomStream(seed, ...shape), shape) }, undefined);
    },
  );
});

test.each([3, 16])('means far from 0 do not cost the variance its digits, %i channels', async (channels) => {
  const stream = randomStream(seed, 'far', channels);
  const shape = [20_011, channels];
  const far = Float32Array.from(
    { length: sizeOf(shape) },
    (_, i) => 10_000 * (1 + (i % channels)) + stream.normal(),
  );
  // Numbers so far out are coarse, and their squares round the same way again and again.
  await checkOp(moments, { x: new Tensor('f32', shape, far) }, undefined, { tolerance: 1e-5 });
});

test('a drift along the batch counts as variance', async () => {
  const shape = [30_000, 4];
  const x = Float32Array.from({ length: sizeOf(shape) }, (_, i) => Math.floor(i / 4) / 100);
  await checkOp(moments, { x: new Tensor('f32', shape, x) }, undefined);
});

test.each([1, 3, 20])('channels with NaN or infinities, and rows in all: %i', async (rows) => {
  const row = [Infinity, 1, Number.NaN, -Infinity, 2];
  const others = Array.from({ length: rows - 1 }, (_, i) => [i, i, i, i, i]);
  await checkOp(moments, { x: tensor([...others.flat(), ...row], [rows, 5]) }, undefined);
  await checkOp(moments, { x: tensor([...row, ...others.flat()], [rows, 5]) }, undefined);
});

test('no rows, no moments', async () => {
  await checkOp(moments, { x: tensor([], [0, 3]) }, undefined);
});

test('bytes are refused', () => {
  expect(() => moments({ x: input('x', [2, 3], 'u8') })).toThrow("'x' of dtype u8");
});
