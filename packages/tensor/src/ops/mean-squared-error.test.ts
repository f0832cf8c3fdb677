import { test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { randomStream } from '../rng.js';
import { meanSquaredError } from './mean-squared-error.js';

const seed = 18;

test.each([
  { shape: [1] },
  { shape: [6] },
  { shape: [5, 3] },
  { shape: [2, 3, 8, 3] },
  { shape: [2, 30_001] },
])(`shape $shape (seed ${seed})`, async ({ shape }) => {
  const stream = randomStream(seed, ...shape);
  const inputs = { predictions: randomTensor(stream, shape), targets: randomTensor(stream, shape) };
  await checkOp(meanSquaredError, inputs, undefined, { gradients: ['predictions', 'targets'] });
});
