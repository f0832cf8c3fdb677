import { dense, loadModel, sequential } from '@cnn/layers';
import { Session } from '@cnn/tensor';
import { afterAll, expect, test } from 'vitest';
import { linear, plane, stripes, tinyCnn } from '../test/toys.js';
import type { Callback, Logs } from './callbacks/callback.js';
import { compile } from './compile.js';
import { adam } from './optimizers/adam.js';
import { sgd } from './optimizers/sgd.js';

const session = await Session.create({ threads: 2 });
afterAll(() => session.close());

const data = plane(16);
const rate = { learningRate: 0.1 };
const averaging = sgd({ ...rate, useEma: true, emaMomentum: 0.75 });
const whole = { batchSize: 16, shuffle: false };

const weightsOf = (model: { getWeights(): { data: Float32Array }[] }): number[] =>
  model.getWeights().flatMap((weight) => [...weight.data]);

/** The weights after each of some steps without averages. */
async function path(steps: number): Promise<number[][]> {
  const model = linear();
  const trainer = await compile(model, { optimizer: sgd(rate), loss: 'meanSquaredError', session });
  const weights: number[][] = [];
  const callback: Callback = { onEpochEnd: () => void weights.push(weightsOf(model)) };
  await trainer.fit(data, { ...whole, epochs: steps, callbacks: [callback] });
  await trainer.close();
  return weights;
}

/** Keras' average: of the first step's weights at first. */
function averageOf(weights: readonly number[][]): number[] {
  return weights.reduce((average, next) => average.map((a, k) => 0.75 * a + 0.25 * next[k]!));
}

function expectClose(given: readonly number[], expected: readonly number[]): void {
  expect(given).toHaveLength(expected.length);
  given.forEach((weight, k) => {
    expect(weight).toBeCloseTo(expected[k]!, 5);
  });
}

test('the model has the averages, while training goes on with the weights', async () => {
  const weights = await path(5);
  const model = linear();
  const trainer = await compile(model, { optimizer: averaging, loss: 'meanSquaredError', session });
  await trainer.fit(data, { ...whole, epochs: 1 });
  expectClose(weightsOf(model), weights[0]!);
  await trainer.fit(data, { ...whole, epochs: 2 });
  expectClose(weightsOf(model), averageOf(weights.slice(0, 3)));
  await trainer.evaluate(data);
  await trainer.fit(data, { ...whole, epochs: 2 });
  expectClose(weightsOf(model), averageOf(weights));
  expectClose(weightsOf(loadModel(await trainer.save())), averageOf(weights));
  await trainer.close();
});

test('averages are validated and evaluated', async () => {
  const model = linear();
  const trainer = await compile(model, { optimizer: averaging, loss: 'meanSquaredError', session });
  const history = await trainer.fit(data, { ...whole, epochs: 4, validationData: data });
  const evaluated = await trainer.evaluate(data);
  await trainer.close();
  expect(evaluated['loss']).toBe(history.metrics['valLoss']!.at(-1));
  const judge = await compile(model, { optimizer: 'sgd', loss: 'meanSquaredError', session });
  expect(await judge.evaluate(data)).toEqual(evaluated);
  await judge.close();
});

test('averages are of weights that meet their constraints', async () => {
  const constrained = () =>
    sequential([dense({ units: 1, kernelConstraint: 'nonNeg', inputShape: [2] })], { seed: 0 });
  const weights: number[][] = [];
  const alone = constrained();
  const callback: Callback = { onEpochEnd: () => void weights.push(weightsOf(alone)) };
  const plain = await compile(alone, { optimizer: sgd(rate), loss: 'meanSquaredError', session });
  await plain.fit(data, { ...whole, epochs: 5, callbacks: [callback] });
  const model = constrained();
  const trainer = await compile(model, { optimizer: averaging, loss: 'meanSquaredError', session });
  await trainer.fit(data, { ...whole, epochs: 5 });
  expectClose(weightsOf(model), averageOf(weights));
  // The second weight of the plane is negative, which the constraint keeps it from.
  expect(weightsOf(model)[1]).toBeGreaterThanOrEqual(0);
  expect(weights.at(-1)![1]).toBeCloseTo(0, 12);
  await Promise.all([plain.close(), trainer.close()]);
});

test('averages begin anew with weights that are set', async () => {
  const model = linear();
  const trainer = await compile(model, { optimizer: averaging, loss: 'meanSquaredError', session });
  await trainer.fit(data, { ...whole, epochs: 3 });
  const set = linear(9).getWeights();
  model.setWeights(set);
  const { loss } = await trainer.evaluate(data);
  expect(weightsOf(model)).toEqual(set.flatMap(({ data }) => [...data]));
  const other = await compile(linear(9), { optimizer: 'sgd', loss: 'meanSquaredError', session });
  expect(loss).toBe((await other.evaluate(data))['loss']);
  await other.close();
  await trainer.close();
});

const images = stripes(48);
const options = { loss: 'sparseCategoricalCrossentropy', session } as const;

test('gradients of several batches move weights as those of one large batch', async () => {
  const trained = async (batchSize: number, gradientAccumulationSteps: number): Promise<number[]> => {
    const model = tinyCnn();
    const optimizer = adam({ gradientAccumulationSteps, globalClipnorm: 1, weightDecay: 0.01 });
    const trainer = await compile(model, { ...options, optimizer });
    await trainer.fit(images, { batchSize, shuffle: false, epochs: 2 });
    await trainer.close();
    return weightsOf(model);
  };
  const large = await trained(24, 1);
  expectClose(await trained(12, 2), large);
  expectClose(await trained(6, 4), large);
});

test('learning rates go by moves, and weights rest in between', async () => {
  const asked: number[] = [];
  const learningRate = (step: number): number => {
    asked.push(step);
    return 0.1;
  };
  const optimizer = sgd({ learningRate, gradientAccumulationSteps: 3 });
  const model = linear();
  const trainer = await compile(model, { optimizer, loss: 'meanSquaredError', session });
  const start = weightsOf(model);
  await trainer.fit(data, { batchSize: 8 });
  expect(weightsOf(model)).toEqual(start);
  await trainer.fit(data, { batchSize: 8 });
  expect(weightsOf(model)).not.toEqual(start);
  expect(asked).toEqual([0, 0, 0, 1]);
  expect(trainer.step).toBe(4);
  await trainer.close();
});

test('averages and sums of gradients survive in checkpoints, to the bit', async () => {
  const optimizer = adam({ useEma: true, emaMomentum: 0.9, gradientAccumulationSteps: 3 });
  let checkpoint: Uint8Array | undefined;
  const run = async (resume?: Uint8Array): Promise<{ weights: number[]; logs: Logs }> => {
    const model = tinyCnn();
    const trainer = await compile(model, { ...options, optimizer });
    const callback: Callback = {
      onRest: ({ after }) => {
        if (after === 'step' && trainer.step === 5) checkpoint = trainer.checkpoint();
      },
    };
    await trainer.fit(images, {
      batchSize: 8,
      epochs: 2,
      validationSplit: 0.25,
      callbacks: [callback],
      ...(resume && { resume }),
    });
    const logs = await trainer.evaluate(images);
    await trainer.close();
    return { weights: weightsOf(model), logs };
  };
  const uninterrupted = await run();
  expect(await run(checkpoint)).toEqual(uninterrupted);
});
