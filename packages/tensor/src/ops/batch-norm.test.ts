import { describe, expect, test } from 'vitest';
import { checkGraph, checkOp, randomTensor } from '../../test/check-op.js';
import { input } from '../graph.js';
import { randomStream } from '../rng.js';
import { sizeOf } from '../shape.js';
import { Tensor, tensor } from '../tensor.js';
import { batchNorm, batchNormInputGradient, batchNormParameterGradient } from './batch-norm.js';
import { moments } from './moments.js';
import { movingAverage } from './moving-average.js';

const seed = 42;
const epsilon = 1e-3;

describe.each([1, 3, 5, 16, 20, 64])(`%i channels (seed ${seed})`, (channels) => {
  describe.each([{ outer: [2] }, { outer: [2, 5, 7] }, { outer: [3, 521] }])('x $outer', ({ outer }) => {
    const stream = randomStream(seed, channels, ...outer);
    const shape = [...outer, channels];
    // Sums of both signs, small when they happen to cancel out.
    const tolerance = 1e-5;
    const x = randomTensor(stream, shape);
    const gamma = randomTensor(stream, [channels]);
    const beta = randomTensor(stream, [channels]);
    const mean = randomTensor(stream, [channels]);
    const variance = randomTensor(stream, [channels], { low: 0.1, high: 3 });

    // Among many numbers some are so close to where ReLU bends that numeric differentiation steps over it.
    const activations = sizeOf(shape) < 5000 ? (['linear', 'relu'] as const) : (['linear'] as const);

    test.each(activations)('statistics of the batch, %s', async (activation) => {
      const attributes = { epsilon, statistics: 'batch', activation } as const;
      await checkGraph(
        (values) => batchNorm({ ...values, ...moments({ x: values.x }) }, attributes).y,
        { x, gamma, beta },
        // The gradients of few rows are small differences; the ops below are held to more.
        { gradients: ['x', 'gamma', 'beta'], tolerance: 1e-4 },
      );
    });

    test.each(activations)('given statistics, %s', async (activation) => {
      const attributes = { epsilon, statistics: 'given', activation } as const;
      const inputs = { x, mean, variance, gamma, beta };
      await checkOp(batchNorm, inputs, attributes, { gradients: ['x', 'gamma', 'beta'], tolerance });
      await checkOp(batchNorm, { x, mean, variance, gamma: undefined, beta: undefined }, attributes, {
        gradients: ['x'],
      });
    });

    test.each(activations)('given statistics, onto a residual, %s', async (activation) => {
      const attributes = { epsilon, statistics: 'given', activation } as const;
      const inputs = { x, mean, variance, gamma, beta, residual: randomTensor(stream, shape) };
      const gradients = ['x', 'gamma', 'beta', 'residual'];
      await checkOp(batchNorm, inputs, attributes, { gradients, tolerance });
    });

    test('the gradients of any statistics', async () => {
      const dy = randomTensor(stream, shape);
      const [dgamma, dbeta] = [randomTensor(stream, [channels]), randomTensor(stream, [channels])];
      for (const activation of ['linear', 'relu'] as const) {
        const attributes = { epsilon, activation };
        const inputs = { x, dy, mean, variance, gamma, beta };
        await checkOp(batchNormParameterGradient, inputs, attributes, { tolerance });
        await checkOp(batchNormInputGradient, { ...inputs, dgamma, dbeta }, attributes);
        const bare = { x, dy, mean, variance, gamma: undefined, beta: undefined };
        await checkOp(batchNormParameterGradient, bare, attributes, { tolerance });
        await checkOp(batchNormInputGradient, { ...bare, dgamma, dbeta }, attributes);
      }
    });
  });
});

test('without gamma or beta', async () => {
  const stream = randomStream(seed, 'without');
  const x = randomTensor(stream, [4, 9, 6]);
  await checkGraph(
    (values) => batchNorm({ ...values, ...moments(values) }, { epsilon, statistics: 'batch' }).y,
    { x },
    { gradients: ['x'], tolerance: 1e-5 },
  );
});

test('means far from 0', async () => {
  const stream = randomStream(seed, 'far');
  const shape = [5000, 8];
  const far = Float32Array.from({ length: sizeOf(shape) }, () => 1000 + stream.normal());
  const x = new Tensor('f32', shape, far);
  // A mean that has been rounded to 24 bits is this far from the true one.
  const tolerance = 1e-4;
  await checkGraph(
    (values) => batchNorm({ ...values, ...moments(values) }, { epsilon, statistics: 'batch' }).y,
    { x },
    { gradients: ['x'], tolerance },
  );
});

test('a channel of one value gives beta', async () => {
  const x = tensor(new Float32Array(60).fill(0.3), [20, 3]);
  const beta = tensor([1, 2, 3], [3]);
  await checkGraph(
    ({ x, beta }) => batchNorm({ x, beta, ...moments({ x }) }, { epsilon, statistics: 'batch' }).y,
    { x, beta },
  );
});

test('NaN and infinities', async () => {
  const x = tensor([Number.NaN, Infinity, -Infinity, 1, 2, 3, 4, 5, 6, 7, 8, 9], [3, 4]);
  const mean = tensor([0, 1, 2, 3], [4]);
  const variance = tensor([1, 1, 1, 1], [4]);
  const dy = tensor([1, 1, Number.NaN, 1, 1, Infinity, 1, 1, 1, 1, 1, 1], [3, 4]);
  for (const activation of ['linear', 'relu'] as const) {
    await checkOp(batchNorm, { x, mean, variance }, { epsilon, statistics: 'given', activation });
  }
  const finite = tensor([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [3, 4]);
  const sums = { dgamma: mean, dbeta: mean };
  for (const activation of ['linear', 'relu'] as const) {
    const attributes = { epsilon, activation };
    await checkOp(batchNormParameterGradient, { x: finite, dy, mean, variance }, attributes);
    await checkOp(batchNormInputGradient, { x: finite, dy, mean, variance, ...sums }, attributes);
  }
});

test('a result that is no number lets no gradient through a ReLU', async () => {
  const x = tensor([1, 2, 3, 4, 5, 6], [3, 2]);
  const [mean, variance] = [tensor([0, 0], [2]), tensor([1, 1], [2])];
  const beta = tensor([Number.NaN, 1], [2]);
  const inputs = { x, dy: x, mean, variance, beta };
  await checkOp(batchNormParameterGradient, inputs, { epsilon, activation: 'relu' });
});

test('statistics of other channels are refused', () => {
  const x = input('x', [2, 3]);
  const mean = input('mean', [3]);
  expect(() =>
    batchNorm({ x, mean, variance: input('variance', [2]) }, { epsilon, statistics: 'given' }),
  ).toThrow("batchNorm got 'variance' of shape [2]; with this 'x' it must be [3]");
});

test.each([1, 3, 16, 8195])('movingAverage of %i', async (size) => {
  const stream = randomStream(seed, 'average', size);
  const inputs = { average: randomTensor(stream, [size]), sample: randomTensor(stream, [size]) };
  await checkOp(movingAverage, inputs, { momentum: 0.99 });
});
