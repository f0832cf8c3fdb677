import { test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { randomBits } from '../../test/random-targets.js';
import { randomStream } from '../rng.js';
import { tensor } from '../tensor.js';
import { binaryCrossentropy, binaryCrossentropyGrad } from './binary-crossentropy.js';

const seed = 17;

test.each([{ shape: [1] }, { shape: [5, 1] }, { shape: [4, 7] }, { shape: [2, 3, 8] }])(
  `shape $shape (seed ${seed})`,
  async ({ shape }) => {
    const stream = randomStream(seed, ...shape);
    const probabilities = randomTensor(stream, shape, { low: 0.05, high: 0.95 });
    const gradients = ['probabilities'];
    await checkOp(binaryCrossentropy, { probabilities, targets: randomBits(stream, shape) }, undefined, {
      gradients,
    });
    const targets = randomTensor(stream, shape, { low: 0, high: 1 });
    await checkOp(binaryCrossentropy, { probabilities, targets }, undefined, { gradients });
  },
);

test('probabilities of 0 and 1 are clipped and have no slope', async () => {
  const probabilities = tensor([0, 1, 0, 1, 1e-9, Number.NaN], [6, 1]);
  const targets = tensor([0, 1, 1, 0, 1, 1], [6, 1]);
  await checkOp(binaryCrossentropy, { probabilities, targets }, undefined);
  await checkOp(
    binaryCrossentropyGrad,
    { probabilities, targets, dy: tensor([1, 1, 1, 1, 1, 1], [6]) },
    undefined,
  );
});
