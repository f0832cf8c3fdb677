import { describe, expect, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { randomBits, randomLabels } from '../../test/random-targets.js';
import { ConfigError } from '../errors.js';
import { input } from '../graph.js';
import { randomStream } from '../rng.js';
import { Tensor, tensor } from '../tensor.js';
import { binaryAccuracy } from './binary-accuracy.js';
import { categoricalAccuracy } from './categorical-accuracy.js';
import { inTopK } from './in-top-k.js';

const seed = 24;

describe.each([{ outer: [] }, { outer: [7] }, { outer: [2, 3] }, { outer: [3000] }])(
  `rows $outer (seed ${seed})`,
  ({ outer }) => {
    test.each([1, 2, 10])('%i classes', async (classes) => {
      const stream = randomStream(seed, ...outer, classes);
      const shape = [...outer, classes];
      const scores = randomTensor(stream, shape);
      const labels = randomLabels(stream, outer, classes);
      for (const k of [1, 3, 11]) await checkOp(inTopK, { scores, labels }, { k });
      await checkOp(categoricalAccuracy, { scores, targets: randomTensor(stream, shape) }, undefined);
      const probabilities = randomTensor(stream, shape, { low: 0, high: 1 });
      await checkOp(
        binaryAccuracy,
        { probabilities, targets: randomBits(stream, shape) },
        { threshold: 0.6 },
      );
    });
  },
);

test('of equal scores the first is the best', async () => {
  const scores = tensor([0, 0, 0, 0, 0, 0, 0, 0, 0], [3, 3]);
  const labels = new Tensor('i32', [3], Int32Array.of(0, 1, 2));
  for (const k of [1, 2, 3]) await checkOp(inTopK, { scores, labels }, { k });
  const hit = { shape: [3], data: new Float64Array(3) };
  const arrays = {
    scores: { shape: [3, 3], data: new Float64Array(9) },
    labels: { shape: [3], data: Float64Array.of(0, 1, 2) },
  };
  inTopK.reference(arrays, { k: 2 }, { hit });
  expect([...hit.data]).toEqual([1, 1, 0]);
});

test('NaN and labels that are no class do not hit', async () => {
  const nan = Number.NaN;
  const scores = tensor([nan, nan, nan, nan, 1, 0, 1, nan, 0, 1, 2, 3], [4, 3]);
  const labels = new Tensor('i32', [4], Int32Array.of(0, 1, 1, 3));
  await checkOp(inTopK, { scores, labels }, { k: 1 });
  const targets = tensor([nan, nan, nan, 0, 1, 0, 0, 1, 0, 0, 0, 1], [4, 3]);
  await checkOp(categoricalAccuracy, { scores, targets }, undefined);
  await checkOp(binaryAccuracy, { probabilities: scores, targets }, { threshold: 0.5 });
});

test('k counts classes', () => {
  const inputs = { scores: input('scores', [4, 3]), labels: input('labels', [4], 'i32') };
  expect(() => inTopK(inputs, { k: 0 })).toThrow(ConfigError);
  expect(() => inTopK(inputs, { k: 1.5 })).toThrow('whole number');
});
