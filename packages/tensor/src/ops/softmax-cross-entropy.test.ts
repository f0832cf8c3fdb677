import { describe, expect, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { randomDistributions, randomLabels } from '../../test/random-targets.js';
import { input } from '../graph.js';
import { randomStream } from '../rng.js';
import { Tensor, tensor } from '../tensor.js';
import { softmaxCrossEntropy, softmaxCrossEntropyDense } from './softmax-cross-entropy.js';

const seed = 14;

describe.each([
  { outer: [1], classes: 1 },
  { outer: [5], classes: 10 },
  { outer: [2, 3], classes: 7 },
  { outer: [], classes: 4 },
  { outer: [6], classes: 31 },
  { outer: [3], classes: 35 },
  { outer: [3], classes: 1000 },
  { outer: [2000], classes: 10 },
])(`labels $outer of $classes (seed ${seed})`, ({ outer, classes }) => {
  const stream = randomStream(seed, ...outer, classes);
  const logits = randomTensor(stream, [...outer, classes]);

  test('sparse', async () => {
    const labels = randomLabels(stream, outer, classes);
    await checkOp(softmaxCrossEntropy, { logits, labels }, undefined, { gradients: ['logits'] });
  });

  test('dense', async () => {
    const targets = randomDistributions(stream, [...outer, classes]);
    await checkOp(softmaxCrossEntropyDense, { logits, targets }, undefined, { gradients: ['logits'] });
    // Weights that do not add up to 1 count as they are.
    const weights = randomTensor(stream, [...outer, classes], { low: 0, high: 1 });
    await checkOp(softmaxCrossEntropyDense, { logits, targets: weights }, undefined, {
      gradients: ['logits'],
    });
  });
});

test('labels that are no class give NaN in their row, loss and gradient', async () => {
  const logits = randomTensor(randomStream(seed, 'labels'), [5, 3]);
  const labels = new Tensor('i32', [5], Int32Array.of(-1, 3, 2, 2147483647, -2147483648));
  const { loss } = softmaxCrossEntropy({
    logits: input('logits', [5, 3]),
    labels: input('labels', [5], 'i32'),
  });
  expect(loss.shape).toEqual([5]);
  await checkOp(softmaxCrossEntropy, { logits, labels }, undefined);
  const probabilities = randomDistributions(randomStream(seed), [5, 3]);
  const dy = tensor([1, 1, 1, 1, 1], [5]);
  const { softmaxCrossEntropyGrad } = await import('./softmax-cross-entropy.js');
  await checkOp(softmaxCrossEntropyGrad, { probabilities, labels, dy }, undefined);
});

test('certain and impossible classes', async () => {
  const logits = tensor([1000, -1000, 0, -1000, 1000, 0, Infinity, 0, 0, Number.NaN, 1, 2], [4, 3]);
  await checkOp(
    softmaxCrossEntropy,
    { logits, labels: new Tensor('i32', [4], Int32Array.of(0, 0, 1, 1)) },
    undefined,
  );
  const targets = tensor([1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0], [4, 3]);
  await checkOp(softmaxCrossEntropyDense, { logits, targets }, undefined);
});

test('labels have to be whole numbers, one for each row', () => {
  const logits = input('logits', [4, 3]);
  expect(() => softmaxCrossEntropy({ logits, labels: input('labels', [4]) })).toThrow('dtype i32');
  expect(() => softmaxCrossEntropy({ logits, labels: input('labels', [4, 1], 'i32') })).toThrow(
    'must be [4]',
  );
});
