import { expect, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { randomBits } from '../../test/random-targets.js';
import { input } from '../graph.js';
import { randomStream } from '../rng.js';
import { tensor } from '../tensor.js';
import { sigmoidCrossEntropy } from './sigmoid-cross-entropy.js';

const seed = 16;

test.each([
  { shape: [1] },
  { shape: [5, 1] },
  { shape: [4, 7] },
  { shape: [2, 3, 8] },
  { shape: [2, 10_001] },
])(`shape $shape (seed ${seed})`, async ({ shape }) => {
  const stream = randomStream(seed, ...shape);
  const logits = randomTensor(stream, shape);
  for (const targets of [randomBits(stream, shape), randomTensor(stream, shape, { low: 0, high: 1 })]) {
    await checkOp(sigmoidCrossEntropy, { logits, targets }, undefined, { gradients: ['logits'] });
  }
});

test('large logits do not overflow', async () => {
  const logits = tensor([100, -100, 100, -100, 1e30, -1e30, Number.NaN, 0], [8, 1]);
  const targets = tensor([1, 0, 0, 1, 1, 1, 1, 0.5], [8, 1]);
  await checkOp(sigmoidCrossEntropy, { logits, targets }, undefined);
});

test('small losses keep their digits', async () => {
  await checkOp(
    sigmoidCrossEntropy,
    { logits: tensor([20], [1, 1]), targets: tensor([1], [1, 1]) },
    undefined,
  );
});

test('targets have the shape of the logits', () => {
  expect(() => sigmoidCrossEntropy({ logits: input('a', [4, 1]), targets: input('b', [4]) })).toThrow(
    "got 'targets' of shape [4]",
  );
});
