import { describe, expect, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { ShapeError } from '../errors.js';
import { input } from '../graph.js';
import { randomStream } from '../rng.js';
import type { Shape } from '../shape.js';
import { tensor } from '../tensor.js';
import { accumulate } from './accumulate.js';
import { adagradUpdate } from './adagrad-update.js';
import { adamUpdate } from './adam-update.js';
import { averageWeights } from './average-weights.js';
import { clipByNorm, clipByValue } from './clip-gradients.js';
import { decayGradients, decayWeights } from './decay-weights.js';
import { lionUpdate } from './lion-update.js';
import { momentumUpdate } from './momentum-update.js';
import { rmspropUpdate } from './rmsprop-update.js';
import { sgdUpdate } from './sgd-update.js';
import { sumOfSquares } from './sum-of-squares.js';

const seed = 25;

describe.each([{ shape: [1] }, { shape: [3] }, { shape: [5, 7] }, { shape: [8192] }, { shape: [3, 8195] }])(
  `shape $shape (seed ${seed})`,
  ({ shape }) => {
    const stream = randomStream(seed, ...shape);
    const draw = (of: Shape = shape) => randomTensor(stream, of);
    const parameters = draw();
    const gradients = draw();

    test('sgdUpdate', async () => {
      await checkOp(sgdUpdate, { parameters, gradients, rate: tensor([0.1], [1]) }, undefined);
    });

    test.each([true, false])('momentumUpdate, nesterov %s', async (nesterov) => {
      const inputs = { parameters, gradients, velocity: draw(), rate: tensor([0.1], [1]) };
      await checkOp(momentumUpdate, inputs, { momentum: 0.9, nesterov });
    });

    test('adamUpdate', async () => {
      const v = randomTensor(stream, shape, { low: 0, high: 2 });
      const inputs = { parameters, gradients, m: draw(), v, alpha: tensor([0.02], [1]) };
      await checkOp(adamUpdate, inputs, { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 });
    });

    test.each([
      { centered: false, momentum: 0 },
      { centered: false, momentum: 0.9 },
      { centered: true, momentum: 0 },
      { centered: true, momentum: 0.9 },
    ])('rmspropUpdate, %o', async ({ centered, momentum }) => {
      const inputs = {
        parameters,
        gradients,
        square: randomTensor(stream, shape, { low: 1, high: 2 }),
        mean: centered ? randomTensor(stream, shape, { low: -1, high: 1 }) : undefined,
        velocity: momentum > 0 ? draw() : undefined,
        rate: tensor([0.1], [1]),
      };
      await checkOp(rmspropUpdate, inputs, { rho: 0.9, momentum, epsilon: 1e-2 });
    });

    test('adagradUpdate', async () => {
      const squares = randomTensor(stream, shape, { low: 0, high: 2 });
      const inputs = { parameters, gradients, squares, rate: tensor([0.1], [1]) };
      await checkOp(adagradUpdate, inputs, { offset: 0.1 });
    });

    test('lionUpdate', async () => {
      const inputs = { parameters, gradients, m: draw(), rate: tensor([0.1], [1]) };
      await checkOp(lionUpdate, inputs, { beta1: 0.9, beta2: 0.99 });
    });

    test('averageWeights', async () => {
      for (const share of [0.01, 1])
        await checkOp(
          averageWeights,
          { average: draw(), parameters, share: tensor([share], [1]) },
          undefined,
        );
    });

    test.each([{ afresh: true }, { afresh: false }, { factor: 0.25 }, { afresh: true, factor: 3 }])(
      'accumulate, %o',
      async (accumulation) => {
        await checkOp(accumulate, { sum: draw(), x: gradients }, accumulation);
      },
    );

    test('clipByValue', async () => {
      await checkOp(clipByValue, { gradients }, 0.5);
    });
  },
);

describe.each([
  { origin: 0, length: 1, size: 1 },
  { origin: 16, length: 7, size: 40 },
  { origin: 32, length: 8195, size: 8300 },
  { origin: 5, length: 0, size: 9 },
])('a range of weights, %o', ({ origin, length, size }) => {
  const stream = randomStream(seed, origin, length);
  const x = randomTensor(stream, [size]);
  const range = { origin, length };

  test('decayWeights and decayGradients', async () => {
    const parameters = randomTensor(stream, [size]);
    await checkOp(decayWeights, { parameters, rate: tensor([0.1], [1]) }, range);
    await checkOp(decayGradients, { gradients: x, parameters }, { ...range, share: 0.3 });
  });

  test('sumOfSquares', async () => {
    await checkOp(sumOfSquares, { x }, range);
  });

  test.each([0, 0.5, 1, 9])('clipByNorm, squares %f', async (squares) => {
    await checkOp(clipByNorm, { gradients: x, squares: tensor([squares], []) }, { ...range, most: 1 });
  });
});

test('ranges outside of a tensor are refused', () => {
  const x = input('x', [10]);
  expect(() => sumOfSquares({ x }, { origin: 4, length: 7 })).toThrow('the elements 4 to 11 are not all');
  expect(() => sumOfSquares({ x: input('x', [2, 5]) }, { origin: 0, length: 1 })).toThrow(ShapeError);
});

test('a norm that is not finite leaves no number but zeros', async () => {
  const gradients = tensor([1, 2, 0, 4, Number.NaN, 0, 7, 8], [8]);
  for (const squares of [Number.POSITIVE_INFINITY, Number.NaN]) {
    const inputs = { gradients, squares: tensor([squares], []) };
    await checkOp(clipByNorm, inputs, { origin: 0, length: 7, most: 1 });
  }
});

test('gradients that are not finite', async () => {
  const parameters = tensor([1, 2, 3, 4, 5], [5]);
  const gradients = tensor([Infinity, -Infinity, Number.NaN, 0, 1], [5]);
  const rate = tensor([0.1], [1]);
  const zeros = tensor([0, 0, 0, 0, 0], [5]);
  await checkOp(sgdUpdate, { parameters, gradients, rate }, undefined);
  for (const nesterov of [true, false]) {
    await checkOp(
      momentumUpdate,
      { parameters, gradients, velocity: zeros, rate },
      { momentum: 0.9, nesterov },
    );
  }
  await checkOp(adagradUpdate, { parameters, gradients, squares: zeros, rate }, { offset: 0.1 });
  await checkOp(lionUpdate, { parameters, gradients, m: zeros, rate }, { beta1: 0.9, beta2: 0.99 });
  await checkOp(clipByValue, { gradients }, 0.5);
});

test('the first step of Adam has the length of the learning rate', () => {
  // Keras: alpha = lr · √(1 − 0.999) / (1 − 0.9).
  const alpha = (0.001 * Math.sqrt(1 - 0.999)) / (1 - 0.9);
  const one = (x: number) => ({ shape: [1], data: Float64Array.of(x) });
  const outputs = { newParameters: one(0), newM: one(0), newV: one(0) };
  const inputs = { parameters: one(1), gradients: one(4), m: one(0), v: one(0), alpha: one(alpha) };
  adamUpdate.reference(inputs, { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 }, outputs);
  expect(outputs.newParameters.data[0]).toBeCloseTo(0.999, 8);
});

test('rates have a fixed length', () => {
  const p = input('p', [4]);
  expect(() => sgdUpdate({ parameters: p, gradients: input('g', [4]), rate: input('rate', []) })).toThrow(
    'it holds learning rate. Pass a tensor of shape [1]',
  );
});
