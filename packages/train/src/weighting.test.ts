import { conv2d, dense, type Model, sequential } from '@cnn/layers';
import { ConfigError, Session, Tensor, tensor } from '@cnn/tensor';
import { afterAll, describe, expect, test } from 'vitest';
import { stripes, tinyCnn, xor } from '../test/toys.js';
import type { BatchTransform } from './batch-transform.js';
import { compile } from './compile.js';
import type { TrainingData } from './data.js';
import type { FitOptions } from './fit-job.js';
import type { Loss } from './losses/loss.js';
import { sgd } from './optimizers/sgd.js';

const session = await Session.create({ threads: 2 });
afterAll(() => session.close());

type LossOption = Loss | 'sparseCategoricalCrossentropy' | 'categoricalCrossentropy' | 'binaryCrossentropy';

const classifier = (): Model => tinyCnn({ seed: 9 });

async function evaluated(model: Model, data: TrainingData, batchSize = 32, loss?: LossOption) {
  const options = { optimizer: 'sgd', metrics: ['accuracy'], session } as const;
  const trainer = await compile(model, { ...options, loss: loss ?? 'sparseCategoricalCrossentropy' });
  const logs = await trainer.evaluate(data, { batchSize });
  await trainer.close();
  return logs;
}

/** The weights after a step of gradient descent, or more, on all of the data at once. */
async function trained(model: Model, data: TrainingData, options: FitOptions = {}, loss?: LossOption) {
  const optimizer = sgd({ learningRate: 0.1 });
  const trainer = await compile(model, { optimizer, loss: loss ?? 'sparseCategoricalCrossentropy', session });
  await trainer.fit(data, { batchSize: data.x.shape[0]!, shuffle: false, ...options });
  await trainer.close();
  return model.getWeights().flatMap(({ data }) => [...data]);
}

const weightsOf = (data: TrainingData, weights: readonly number[]): TrainingData => ({
  ...data,
  sampleWeight: tensor(weights, [weights.length]),
});

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i]!, 5);
  });
}

test('the loss is the sum of weight · loss over the number of samples, whatever the batches; metrics stay', async () => {
  const model = classifier();
  const data = stripes(12);
  const weights = [0, 1, 2.5, 0.5, 0, 3, 1, 1, 2, 0.25, 4, 1];
  const alone = await Promise.all(
    weights.map((_, i) => evaluated(model, { x: data.x.rows(i, i + 1), y: data.y.rows(i, i + 1) })),
  );
  const expected = weights.reduce((sum, weight, i) => sum + weight * alone[i]!['loss']!, 0) / 12;
  const plain = await evaluated(model, data);
  for (const batchSize of [12, 5, 1]) {
    const { loss, accuracy } = await evaluated(model, weightsOf(data, weights), batchSize);
    expect(loss).toBeCloseTo(expected, 5);
    expect(accuracy).toBeCloseTo(plain['accuracy']!, 12);
  }
  expect(Math.abs(plain['loss']! - expected)).toBeGreaterThan(0.1);
});

test('a weight of 0 leaves a sample out, and of 2 counts it twice', async () => {
  const data = stripes(4);
  const [first, second] = [0, 1].map((i) => ({ x: data.x.rows(i, i + 1), y: data.y.rows(i, i + 1) }));
  const both = { x: data.x.rows(0, 2), y: data.y.rows(0, 2) };
  const firstOnly = await trained(classifier(), weightsOf(both, [2, 0]));
  // Half of two is one.
  expectClose(firstOnly, await trained(classifier(), first!));
  const secondOnly = await trained(classifier(), weightsOf(both, [0, 2]));
  expectClose(secondOnly, await trained(classifier(), second!));
});

test('classWeight is the weight of a sample’s class, and of classes not named 1', async () => {
  const data = stripes(9);
  const weights = [...data.y.data].map((label) => [3, 1, 0.5][label]!);
  const expected = await trained(classifier(), weightsOf(data, weights));
  expect(await trained(classifier(), data, { classWeight: { 0: 3, 2: 0.5 } })).toEqual(expected);
  expect(await trained(classifier(), data)).not.toEqual(expected);
});

test('shuffled samples keep their weights, and validation has none of the classes', async () => {
  const data = stripes(24);
  const weights = [...data.y.data].map((label) => [3, 1, 0.5][label]!);
  const options = { batchSize: 7, shuffle: true, epochs: 2 };
  const expected = await trained(classifier(), weightsOf(data, weights), options);
  expect(await trained(classifier(), data, { ...options, classWeight: { 0: 3, 2: 0.5 } })).toEqual(expected);

  const trainer = await compile(classifier(), {
    optimizer: sgd({ learningRate: 0 }),
    loss: 'sparseCategoricalCrossentropy',
    session,
  });
  const { metrics } = await trainer.fit(data, { validationData: data, classWeight: { 0: 2, 1: 2, 2: 2 } });
  expect(metrics['loss']![0]).toBeCloseTo(2 * metrics['valLoss']![0]!, 5);
  const held = await trainer.fit(weightsOf(data, Array(24).fill(3)), { validationSplit: 0.5 });
  const plain = await trainer.fit(data, { validationSplit: 0.5 });
  expect(held.metrics['valLoss']![0]).toBeCloseTo(3 * plain.metrics['valLoss']![0]!, 5);
  await trainer.close();
});

test('an augmentation takes weights of samples along', async () => {
  const data = weightsOf(stripes(10), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const same: BatchTransform = {
    open: () => ({ transform: async ({ x, y }) => ({ x, y }), close: async () => {} }),
  };
  const options = { batchSize: 4, shuffle: true };
  const expected = await trained(classifier(), data, options);
  expect(await trained(classifier(), data, { ...options, augment: same })).toEqual(expected);
});

test('one-hot rows say their class, and a single output yes or no', async () => {
  const data = stripes(9);
  const rows = new Tensor(
    'f32',
    [9, 3],
    Float32Array.from([...data.y.data].flatMap((label) => [0, 1, 2].map((k) => Number(k === label)))),
  );
  const classWeight = { 0: 3, 2: 0.5 };
  const expected = await trained(classifier(), data, { classWeight });
  const given = await trained(
    classifier(),
    { x: data.x, y: rows },
    { classWeight },
    'categoricalCrossentropy',
  );
  expectClose(given, expected);

  const binary = (): Model =>
    sequential([dense({ units: 1, activation: 'sigmoid', inputShape: [2] })], { seed: 4 });
  const weighted = await trained(binary(), weightsOf(xor, [1, 4, 4, 1]), {}, 'binaryCrossentropy');
  expectClose(await trained(binary(), xor, { classWeight: { 1: 4 } }, 'binaryCrossentropy'), weighted);
});

describe('pixels', () => {
  const model = (): Model =>
    sequential([conv2d({ filters: 2, kernelSize: 1, activation: 'softmax', inputShape: [2, 2, 1] })], {
      seed: 5,
    });
  const x = tensor([0.1, 0.9, 0.4, 0.3, 0.8, 0.2, 0.6, 0.5], [2, 2, 2, 1]);
  const y = new Tensor('u8', [2, 2, 2], Uint8Array.of(0, 1, 1, 0, 0, 0, 1, 1));

  test('have weights of their own', async () => {
    const sampleWeight = tensor([1, 5, 5, 1, 1, 1, 5, 5], [2, 2, 2]);
    const expected = await trained(model(), { x, y, sampleWeight });
    expect(await trained(model(), { x, y }, { classWeight: { 1: 5 } })).toEqual(expected);
    // A weight of a sample is that of all its pixels.
    const spread = tensor([2, 2, 2, 2, 3, 3, 3, 3], [2, 2, 2]);
    const ofSamples = await trained(model(), weightsOf({ x, y }, [2, 3]));
    expect(ofSamples).toEqual(await trained(model(), { x, y, sampleWeight: spread }));
  });

  test('cannot be weighed where a loss has no number for each', async () => {
    const refused = trained(
      model(),
      { x, y },
      { classWeight: { 1: 5 } },
      (await import('./losses/dice.js')).sparseDice(),
    );
    await expect(refused).rejects.toThrow(ConfigError);
    await expect(refused).rejects.toThrow('but sparseDice has one loss for all of them');
  });
});

describe('refused is', () => {
  const data = stripes(3);
  test.each<[string, TrainingData, FitOptions, string]>([
    [
      'a class that is none',
      data,
      { classWeight: { 3: 1 } },
      "classWeight has a weight for '3'; the model knows the classes 0 to 2.",
    ],
    ['a negative weight', data, { classWeight: { 1: -1 } }, 'classWeight has the weight -1 for the class 1'],
    [
      'no number',
      data,
      { classWeight: { 1: '2' as never } },
      "classWeight has the weight '2' for the class 1",
    ],
    ['a list', data, { classWeight: [1, 2, 3] as never }, 'it must hold weights by class number'],
    ['nothing', data, { classWeight: null as never }, 'classWeight is null'],
    ['both at once', weightsOf(data, [1, 1, 1]), { classWeight: { 0: 2 } }, 'it takes one or the other'],
    [
      'another number of weights',
      weightsOf(data, [1, 1]),
      {},
      'has a sampleWeight of shape [2]; it must be [3]',
    ],
    ['NaN', weightsOf(data, [1, Number.NaN, 1]), {}, 'has the sampleWeight NaN at index 1'],
    ['less than nothing', weightsOf(data, [1, 1, -0.5]), {}, 'has the sampleWeight -0.5 at index 2'],
    ['what is no tensor', { ...data, sampleWeight: [1, 1, 1] as never }, {}, 'it must be a tensor'],
  ])('%s', async (_, given, options, message) => {
    const model = classifier();
    const before = model.getWeights();
    await expect(trained(model, given, options)).rejects.toThrow(message);
    expect(model.getWeights()).toEqual(before);
  });
});
