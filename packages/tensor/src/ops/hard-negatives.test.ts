import { expect, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { ConfigError } from '../errors.js';
import { input } from '../graph.js';
import { randomStream } from '../rng.js';
import { tensor } from '../tensor.js';
import { hardNegatives } from './hard-negatives.js';

const seed = 31;

test.each([[1], [7], [3, 20], [2, 3, 200], [2, 3000]])(`random rows (seed ${seed}), %s`, async (...shape) => {
  const stream = randomStream(seed, ...shape);
  for (const share of [0, 0.02, 0.5, 1]) {
    const losses = randomTensor(stream, shape, { low: 0, high: 9 });
    const positives = randomTensor(stream, shape, { low: 0, high: 1 });
    positives.data.forEach((value, i) => {
      positives.data[i] = value < share ? value : 0;
    });
    await checkOp(hardNegatives, { losses, positives }, { ratio: 3 });
  }
});

test('the hardest are taken, those that tie with the last as well, and none without a positive', async () => {
  const losses = tensor([9, 1, 5, 5, 2, 0, 9, 8, 7, 6, 5, 4], [2, 6]);
  const positives = tensor([0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], [2, 6]);
  await checkOp(hardNegatives, { losses, positives }, { ratio: 2 });
  const mask = { shape: [2, 6], data: new Float64Array(12) };
  const wide = ({ shape, data }: typeof losses) => ({ shape, data: Float64Array.from(data) });
  hardNegatives.reference({ losses: wide(losses), positives: wide(positives) }, { ratio: 2 }, { mask });
  expect([...mask.data]).toEqual([1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
});

test('NaN is the hardest, infinity comes next', async () => {
  const losses = tensor([1, Number.NaN, 3, Number.POSITIVE_INFINITY, 3.4e38, 0], [6]);
  for (const ratio of [1, 3, 5]) {
    await checkOp(hardNegatives, { losses, positives: tensor([1, 0, 0, 0, 0, 0], [6]) }, { ratio });
  }
});

test('a NaN is the hardest whatever its bits, such as those of ∞ − ∞ on x64', async () => {
  const losses = tensor([1, 0, 3, Number.POSITIVE_INFINITY], [4]);
  for (const bits of [0xffc00000, 0x7f800001, 0xffffffff]) {
    new Uint32Array(losses.data.buffer)[1] = bits;
    await checkOp(hardNegatives, { losses, positives: tensor([1, 0, 0, 0], [4]) }, { ratio: 1 });
  }
});

test('the ratio counts negatives', () => {
  const inputs = { losses: input('losses', [4, 3]), positives: input('positives', [4, 3]) };
  expect(() => hardNegatives(inputs, { ratio: 0.5 })).toThrow(ConfigError);
});
