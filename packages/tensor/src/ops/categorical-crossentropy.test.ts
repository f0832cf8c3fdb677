import { describe, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { randomDistributions, randomLabels } from '../../test/random-targets.js';
import { randomStream } from '../rng.js';
import { Tensor, tensor } from '../tensor.js';
import {
  categoricalCrossentropy,
  categoricalCrossentropyGrad,
  sparseCategoricalCrossentropy,
  sparseCategoricalCrossentropyGrad,
} from './categorical-crossentropy.js';

const seed = 15;

describe.each([
  { outer: [5], classes: 10 },
  { outer: [2, 3], classes: 7 },
  { outer: [], classes: 4 },
  { outer: [3], classes: 1000 },
])(`labels $outer of $classes (seed ${seed})`, ({ outer, classes }) => {
  const stream = randomStream(seed, ...outer, classes);
  const shape = [...outer, classes];

  test('of distributions, and of weights that do not add up to 1', async () => {
    const labels = randomLabels(stream, outer, classes);
    const targets = randomDistributions(stream, shape);
    for (const probabilities of [
      randomDistributions(stream, shape),
      randomTensor(stream, shape, { low: 0.1, high: 1 }),
    ]) {
      // Among a thousand, probabilities are too small for numeric differentiation.
      const gradients = classes < 1000 ? ['probabilities'] : [];
      await checkOp(sparseCategoricalCrossentropy, { probabilities, labels }, undefined, { gradients });
      await checkOp(categoricalCrossentropy, { probabilities, targets }, undefined, { gradients });
    }
  });
});

test('probabilities of 0 and 1 are clipped and have no slope', async () => {
  const probabilities = tensor([1, 0, 0, 1, 0, 0, 0, 0.5, 0.5, 1e-8, 0, 1], [4, 3]);
  const labels = new Tensor('i32', [4], Int32Array.of(0, 1, 2, 0));
  const targets = tensor([1, 0, 0, 0, 1, 0, 0, 0.5, 0.5, 1, 0, 0], [4, 3]);
  const dy = tensor([1, 2, -1, 1], [4]);
  await checkOp(sparseCategoricalCrossentropy, { probabilities, labels }, undefined);
  await checkOp(sparseCategoricalCrossentropyGrad, { probabilities, labels, dy }, undefined);
  await checkOp(categoricalCrossentropy, { probabilities, targets }, undefined);
  await checkOp(categoricalCrossentropyGrad, { probabilities, targets, dy }, undefined);
});

test('a label that is no class gives NaN also where probabilities are clipped', async () => {
  const probabilities = tensor([1, 0, 0.5, 0.5], [2, 2]);
  const labels = new Tensor('i32', [2], Int32Array.of(2, 0));
  const dy = tensor([1, 1], [2]);
  await checkOp(sparseCategoricalCrossentropyGrad, { probabilities, labels, dy }, undefined);
});

test('NaN, and labels that are no class, give NaN in their row', async () => {
  const probabilities = tensor([0.5, 0.5, Number.NaN, 0.5, 0.5, 0.5, 0.5, 0.5], [4, 2]);
  const labels = new Tensor('i32', [4], Int32Array.of(1, 1, 2, -1));
  const targets = tensor([1, 0, 1, 0, Number.NaN, 0, 0, 1], [4, 2]);
  const dy = tensor([1, 1, 1, 1], [4]);
  await checkOp(sparseCategoricalCrossentropy, { probabilities, labels }, undefined);
  await checkOp(sparseCategoricalCrossentropyGrad, { probabilities, labels, dy }, undefined);
  await checkOp(categoricalCrossentropy, { probabilities, targets }, undefined);
});
