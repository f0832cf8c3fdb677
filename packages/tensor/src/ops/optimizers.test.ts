import { describe, expect, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { input } from '../graph.js';
import { randomStream } from '../rng.js';
import type { Shape } from '../shape.js';
import { tensor } from '../tensor.js';
import { adamUpdate } from './adam-update.js';
import { momentumUpdate } from './momentum-update.js';
import { sgdUpdate } from './sgd-update.js';

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

    test.each([0, 0.01])('adamUpdate, decay %f', async (decay) => {
      const v = randomTensor(stream, shape, { low: 0, high: 2 });
      const inputs = { parameters, gradients, m: draw(), v, rates: tensor([0.02, decay], [2]) };
      await checkOp(adamUpdate, inputs, { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 });
    });
  },
);

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
});

test('the first step of Adam has the length of the learning rate', () => {
  // Keras: alpha = lr · √(1 − 0.999) / (1 − 0.9).
  const alpha = (0.001 * Math.sqrt(1 - 0.999)) / (1 - 0.9);
  const one = (x: number) => ({ shape: [1], data: Float64Array.of(x) });
  const outputs = { newParameters: one(0), newM: one(0), newV: one(0) };
  const rates = { shape: [2], data: Float64Array.of(alpha, 0) };
  const inputs = { parameters: one(1), gradients: one(4), m: one(0), v: one(0), rates };
  adamUpdate.reference(inputs, { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 }, outputs);
  expect(outputs.newParameters.data[0]).toBeCloseTo(0.999, 8);
});

test('rates have a fixed length', () => {
  const p = input('p', [4]);
  expect(() => sgdUpdate({ parameters: p, gradients: input('g', [4]), rate: input('rate', []) })).toThrow(
    'it holds learning rate. Pass a tensor of shape [1]',
  );
});
