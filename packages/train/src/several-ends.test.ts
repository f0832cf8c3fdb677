import { concatenate, conv2d, dense, flatten, globalAveragePooling2d, inputLayer, model } from '@cnn/layers';
import { ConfigError, randomStream, Session, Tensor, tensor } from '@cnn/tensor';
import { afterAll, describe, expect, test } from 'vitest';
import { linear, plane, stripes } from '../test/toys.js';
import { compile } from './compile.js';
import { sgd } from './optimizers/sgd.js';

const session = await Session.create({ threads: 2 });
afterAll(() => session.close());

const COUNT = 48;

/** Images of stripes and two numbers; the kind of stripes, and the sum of the numbers. */
function mixed() {
  const stream = randomStream(3, 'mixed');
  const { x: image, y: kind } = stripes(COUNT);
  const numbers = tensor(
    Float32Array.from({ length: 2 * COUNT }, () => stream.normal()),
    [COUNT, 2],
  );
  const sum = tensor(
    Float32Array.from({ length: COUNT }, (_, i) => numbers.data[2 * i]! + numbers.data[2 * i + 1]!),
    [COUNT, 1],
  );
  return { x: { image, numbers }, y: { kind, sum } };
}

/** A model of two inputs and two outputs, which share a layer. */
function branched() {
  const image = inputLayer({ shape: [8, 8, 1] });
  const numbers = inputLayer({ shape: [2] });
  const features = conv2d({ filters: 8, kernelSize: 3, activation: 'relu' }).apply(image);
  const pooled = globalAveragePooling2d().apply(features);
  const both = concatenate().apply([pooled, flatten().apply(numbers)]);
  const shared = dense({ units: 16, activation: 'tanh' }).apply(both);
  return model({
    inputs: { image, numbers },
    outputs: {
      kind: dense({ units: 3, activation: 'softmax' }).apply(shared),
      sum: dense({ units: 1 }).apply(shared),
    },
    seed: 4,
  });
}

const goals = {
  loss: { kind: 'sparseCategoricalCrossentropy', sum: 'meanSquaredError' },
  metrics: { kind: ['accuracy'], sum: ['meanAbsoluteError'] },
} as const;

const names = ['loss', 'kindLoss', 'sumLoss', 'kindAccuracy', 'sumMeanAbsoluteError'];

test('a model of several inputs and outputs learns all its goals, to the same bits on any threads', async () => {
  const data = mixed();
  const weights = [];
  for (const threads of [1, 3]) {
    const tested = branched();
    const trainer = await compile(tested, { optimizer: 'adam', ...goals, threads });
    expect(trainer.figures).toEqual(names);
    const { metrics } = await trainer.fit(data, { epochs: 60, batchSize: 7, validationSplit: 0.25 });
    expect(Object.keys(metrics)).toEqual([
      ...names,
      ...names.map((name) => `val${name[0]!.toUpperCase()}${name.slice(1)}`),
    ]);
    expect(metrics['loss']!.at(-1)).toBeLessThan(metrics['loss']![0]! / 2);
    expect(metrics['sumLoss']!.at(-1)).toBeLessThan(metrics['sumLoss']![0]! / 4);
    const figures = await trainer.evaluate(data, { batchSize: 10 });
    expect(figures['loss']).toBeCloseTo(figures['kindLoss']! + figures['sumLoss']!, 5);
    const { kind, sum } = await tested.predict(data.x);
    const right = [...data.y.kind.data].filter((label, i) => {
      const row = [...kind.data.subarray(3 * i, 3 * i + 3)];
      return row.indexOf(Math.max(...row)) === label;
    });
    expect(figures['kindAccuracy']).toBeCloseTo(right.length / COUNT, 6);
    const errors = [...sum.data].map((value, i) => Math.abs(value - data.y.sum.data[i]!));
    expect(figures['sumMeanAbsoluteError']).toBeCloseTo(errors.reduce((a, b) => a + b) / COUNT, 5);
    await trainer.close();
    weights.push(tested.getWeights());
  }
  expect(weights[1]).toEqual(weights[0]);
});

test('lists in order and objects by name are the same data', async () => {
  const { x, y } = mixed();
  const trainer = await compile(branched(), { optimizer: 'sgd', ...goals, session });
  const expected = await trainer.evaluate({ x, y });
  const lists = { x: [x.image, x.numbers], y: [y.kind, y.sum] };
  expect(await trainer.evaluate(lists)).toEqual(expected);
  await trainer.close();
  const listed = await compile(branched(), {
    optimizer: 'sgd',
    loss: ['sparseCategoricalCrossentropy', 'meanSquaredError'],
    metrics: [['accuracy'], ['meanAbsoluteError']],
    session,
  });
  expect(await listed.evaluate({ x, y })).toEqual(expected);
  await listed.close();
});

test('lossWeights scale what is minimised, not what each output is said to lose', async () => {
  const data = mixed();
  const weighted = await compile(branched(), {
    optimizer: 'sgd',
    ...goals,
    lossWeights: { kind: 0.25, sum: 3 },
    session,
  });
  const plain = await compile(branched(), { optimizer: 'sgd', ...goals, session });
  const figures = await weighted.evaluate(data);
  const { loss: _, ...others } = await plain.evaluate(data);
  expect(figures).toMatchObject(others);
  expect(figures['loss']).toBeCloseTo(0.25 * others['kindLoss']! + 3 * others['sumLoss']!, 5);
  await weighted.close();
  await plain.close();

  // An output of no weight teaches nothing.
  const tested = branched();
  const trainer = await compile(tested, {
    optimizer: sgd({ learningRate: 0.1 }),
    ...goals,
    lossWeights: [1, 0],
    session,
  });
  const last = tested.weights.findIndex(({ shape }) => shape.join() === '16,1');
  const before = tested.getWeights();
  await trainer.fit(data);
  const after = tested.getWeights();
  expect(after[last]).toEqual(before[last]);
  expect(after[0]).not.toEqual(before[0]);
  await trainer.close();
});

test('a single output takes a weight, too', async () => {
  const weights = await Promise.all(
    [sgd({ learningRate: 0.1 }), sgd({ learningRate: 0.2 })].map(async (optimizer, i) => {
      const tested = linear();
      const lossWeights = i === 0 ? { lossWeights: [2] } : {};
      const trainer = await compile(tested, { optimizer, loss: 'meanSquaredError', ...lossWeights, session });
      await trainer.fit(plane(16));
      await trainer.close();
      return tested.getWeights().flatMap(({ data }) => [...data]);
    }),
  );
  weights[0]!.forEach((weight, i) => {
    expect(weight).toBeCloseTo(weights[1]![i]!, 6);
  });
});

test('samples weigh in all losses, or in those that have weights', async () => {
  const { x, y } = mixed();
  const trainer = await compile(branched(), { optimizer: 'sgd', ...goals, session });
  const plain = await trainer.evaluate({ x, y });
  const twice = tensor(new Float32Array(COUNT).fill(2), [COUNT]);
  const all = await trainer.evaluate({ x, y, sampleWeight: twice });
  expect(all['loss']).toBeCloseTo(2 * plain['loss']!, 5);
  const some = await trainer.evaluate({ x, y, sampleWeight: { sum: twice } });
  expect(some['kindLoss']).toBe(plain['kindLoss']);
  expect(some['sumLoss']).toBeCloseTo(2 * plain['sumLoss']!, 5);
  expect(some['kindAccuracy']).toBe(plain['kindAccuracy']);
  await trainer.close();
});

test('checkpoints go on in the middle, and norms of gradients are there', async () => {
  const data = mixed();
  const make = () => compile(branched(), { optimizer: 'adam', ...goals, session });
  const whole = await make();
  let checkpoint: Uint8Array | undefined;
  const onRest = ({ after, batch }: { after: string; batch: number }): void => {
    if (after === 'step' && batch === 3) checkpoint ??= whole.checkpoint();
  };
  await whole.fit(data, { batchSize: 10, epochs: 2, callbacks: [{ onRest }] });
  const resumed = await make();
  await resumed.fit(data, { batchSize: 10, epochs: 2, resume: checkpoint! });
  expect(resumed.model.getWeights()).toEqual(whole.model.getWeights());
  const { loss } = await resumed.gradientNorms(data);
  expect(loss).toBeGreaterThan(0);
  await whole.close();
  await resumed.close();
});

describe('refused are', () => {
  const { x, y } = mixed();

  test.each([
    ['one tensor for two inputs', { x: x.image, y }, 'has one tensor as x; the model has 2: image, numbers'],
    [
      'a missing output',
      { x, y: { kind: y.kind } },
      'has kind as y; the model has kind, sum. Pass a tensor for each',
    ],
    ['another name', { x: { ...x, more: x.image }, y }, 'has image, numbers, more as x'],
    ['too long a list', { x, y: [y.kind, y.sum, y.sum] }, 'has a list of 3 as y'],
    [
      'another shape',
      { x: { ...x, numbers: x.numbers.reshape([COUNT * 2, 1]) }, y },
      'has x.numbers of f32 [96, 1]',
    ],
    ['other lengths', { x, y: { ...y, sum: y.sum.rows(0, 4) } }, '48 samples in x.image and 4 in y.sum'],
    [
      'other targets',
      { x, y: { ...y, kind: y.sum } },
      'has y.kind of f32 [48, 1]; sparseCategoricalCrossentropy takes',
    ],
    ['weights of no output', { x, y, sampleWeight: { box: y.sum } }, "An output in sampleWeight is 'box'"],
  ])('%s', async (_, data, message) => {
    const trainer = await compile(branched(), { optimizer: 'sgd', ...goals, session });
    const refusals = [trainer.fit(data as never), trainer.evaluate(data as never)];
    for (const refused of refusals) await expect(refused).rejects.toThrow(message);
    await trainer.close();
  });

  test('what is for one output', async () => {
    const trainer = await compile(branched(), { optimizer: 'sgd', ...goals, session });
    const data = { x, y };
    await expect(trainer.fit(data, { classWeight: { 0: 2 } })).rejects.toThrow(
      'for models of a single output, and this one has 2',
    );
    await expect(trainer.confusionMatrix(data)).rejects.toThrow('is for models of a single output');
    await expect(trainer.evaluate(data, { confusion: true })).rejects.toThrow('of a single output');
    const augment = { open: () => ({}) as never };
    await expect(trainer.fit(data, { augment })).rejects.toThrow(
      'augment was given for a model of 2 inputs and 2 outputs',
    );
    await trainer.close();
  });

  test.each([
    [{ loss: { kind: 'sparseCategoricalCrossentropy' } }, 'compile was given no loss for the output sum'],
    [
      { loss: ['meanSquaredError'] },
      'compile was given 1 entries in loss; the model has 2 outputs: kind, sum',
    ],
    [
      { ...goals, loss: { ...goals.loss, box: 'huber' } },
      "An output in loss is 'box'; it can be 'kind', 'sum'",
    ],
    [{ ...goals, lossWeights: [1, Number.NaN] }, 'lossWeights has NaN for the output sum'],
    [{ ...goals, lossWeights: 2 }, 'compile was given 2 for lossWeights'],
    [{ ...goals, metrics: { kind: 'accuracy' } }, 'those of each output must be a list'],
    [{ ...goals, metrics: { box: ['accuracy'] } }, "An output in metrics is 'box'"],
    [{ ...goals, metrics: ['acc'] }, "A metric is 'acc'; it can be"],
  ])('goals %#', async (given, message) => {
    const refused = compile(branched(), { optimizer: 'sgd', session, ...given } as never);
    await expect(refused).rejects.toThrow(ConfigError);
    await expect(refused).rejects.toThrow(message);
  });
});

test('a single input and output may have names, too', async () => {
  const { x, y } = stripes(12);
  const image = inputLayer({ shape: [8, 8, 1] });
  const kind = dense({ units: 3, activation: 'softmax' }).apply(flatten().apply(image));
  const named = model({ inputs: { image }, outputs: { kind } });
  const options = { optimizer: 'sgd', metrics: ['accuracy'], session } as const;
  const figures = [];
  for (const loss of ['sparseCategoricalCrossentropy', { kind: 'sparseCategoricalCrossentropy' }] as const) {
    const trainer = await compile(named, { ...options, loss });
    expect(trainer.figures).toEqual(['loss', 'accuracy']);
    const sampleWeight = { kind: tensor(new Float32Array(12).fill(0.5), [12]) };
    figures.push(await trainer.evaluate({ x: { image: x }, y: { kind: y }, sampleWeight }));
    await trainer.close();
  }
  expect(figures[1]).toEqual(figures[0]);
});

test('one loss and one list of metrics are those of all outputs', async () => {
  const input = inputLayer({ shape: [2] });
  const outputs = [1, 2].map((units) => dense({ units, name: `of${units}` }).apply(input));
  const trainer = await compile(model({ inputs: input, outputs }), {
    optimizer: 'sgd',
    loss: 'meanSquaredError',
    metrics: ['meanAbsoluteError'],
    session,
  });
  expect(trainer.figures).toEqual([
    'loss',
    'of1Loss',
    'of2Loss',
    'of1MeanAbsoluteError',
    'of2MeanAbsoluteError',
  ]);
  const x = new Tensor('f32', [2, 2], Float32Array.of(1, 2, 3, 4));
  await trainer.fit({ x, y: [x.rows(0, 2).reshape([4, 1]).rows(0, 2), x] });
  await trainer.close();
});
