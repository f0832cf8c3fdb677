import { describe, expect, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { randomBits, randomLabels } from '../../test/random-targets.js';
import { ShapeError } from '../errors.js';
import { input } from '../graph.js';
import { randomStream } from '../rng.js';
import { Tensor, tensor } from '../tensor.js';
import { argMax } from './arg-max.js';
import { oneHot } from './one-hot.js';
import { thresholdCounts } from './threshold-counts.js';

const seed = 25;

describe.each([{ outer: [] }, { outer: [7] }, { outer: [2, 3] }, { outer: [9000] }])(
  `rows $outer (seed ${seed})`,
  ({ outer }) => {
    test.each([1, 2, 10])('%i classes', async (classes) => {
      const stream = randomStream(seed, ...outer, classes);
      const shape = [...outer, classes];
      await checkOp(argMax, { x: randomTensor(stream, shape) }, undefined);
      await checkOp(oneHot, { labels: randomLabels(stream, outer, classes) }, { classes });
      const predictions = randomTensor(stream, shape, { low: 0, high: 1 });
      const targets = randomBits(stream, shape);
      for (const thresholds of [[0.5], [-1, 0, 0.25, 0.25, 0.7, 1, 2]]) {
        const inputs = { predictions, targets, thresholds: tensor(thresholds, [thresholds.length]) };
        await checkOp(thresholdCounts, inputs, undefined);
      }
    });
  },
);

test('argMax takes the first among equals, passes over NaN, and says −1 where there is no number', async () => {
  const nan = Number.NaN;
  const x = tensor([2, 2, 1, nan, -Infinity, -Infinity, nan, nan, nan, nan, 1, Infinity], [4, 3]);
  await checkOp(argMax, { x }, undefined);
  const y = { shape: [4], data: new Float64Array(4) };
  argMax.reference({ x: { shape: [4, 3], data: Float64Array.from(x.data) } }, undefined, { y });
  expect([...y.data]).toEqual([0, 1, -1, 2]);
});

test('oneHot has zeros for what is no class', async () => {
  const labels = new Tensor('i32', [4], Int32Array.of(-1, 3, -2147483648, 2));
  await checkOp(oneHot, { labels }, { classes: 3 });
  const y = { shape: [4, 3], data: new Float64Array(12) };
  oneHot.reference({ labels: { shape: [4], data: Float64Array.of(-1, 3, 7, 2) } }, { classes: 3 }, { y });
  expect([...y.data]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
});

test('thresholdCounts: equal is not above, NaN above nothing, and ½ no yes', async () => {
  const predictions = tensor([0.5, 0.75, Number.NaN, Infinity, 0.5, 0.2], [3, 2]);
  const targets = tensor([1, 0, 1, 1, 0.5, Number.NaN], [3, 2]);
  const thresholds = tensor([0.25, 0.5], [2]);
  await checkOp(thresholdCounts, { predictions, targets, thresholds }, undefined);
  const counts = { shape: [2, 2, 3], data: new Float64Array(12) };
  const wide = (x: Tensor) => ({ shape: x.shape, data: Float64Array.from(x.data) });
  const inputs = { predictions: wide(predictions), targets: wide(targets), thresholds: wide(thresholds) };
  thresholdCounts.reference(inputs, undefined, { counts });
  expect([...counts.data]).toEqual([1, 1, 0, 0, 1, 0, 0, 0, 1, 1, 0, 1]);
});

test('what counts must be of the kind that it counts', () => {
  expect(() => argMax({ x: input('x', [], 'f32') })).toThrow(ShapeError);
  expect(() => oneHot({ labels: input('labels', [3]) }, { classes: 2 })).toThrow('dtype i32');
  const predictions = input('p', [4, 2]);
  const thresholds = input('thresholds', [1]);
  expect(() => thresholdCounts({ predictions, targets: input('t', [4, 3]), thresholds })).toThrow(
    'must be [4, 2]',
  );
});
