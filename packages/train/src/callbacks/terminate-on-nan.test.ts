import { batchNormalization, dense, flatten, type Sequential, sequential } from '@cnn/layers';
import { Session, tensor } from '@cnn/tensor';
import { afterAll, expect, test, vi } from 'vitest';
import { linear, plane, stripes, tinyCnn } from '../../test/toys.js';
import { compile } from '../compile.js';
import { adam } from '../optimizers/adam.js';
import { sgd } from '../optimizers/sgd.js';
import type { Callback } from './callback.js';
import { terminateOnNaN } from './terminate-on-nan.js';

const session = await Session.create({ threads: 2 });
afterAll(() => session.close());

const images = stripes(48);
const loss = 'sparseCategoricalCrossentropy';

/** Makes weights of a layer so large, after the second step, that they are finite, and what it gives is not. */
const spoilt = (model: Sequential): Callback => ({
  onTrainBatchEnd: (batch) => {
    if (batch !== 1) return;
    const weight = model.weights.find(({ name }) => name === 'dense/kernel')!;
    weight.value = tensor(new Float32Array(weight.size).fill(3e38), weight.shape);
  },
});

test('ends training in the step, and names the layer that began', async () => {
  const model = tinyCnn();
  const trainer = await compile(model, { optimizer: adam(), loss, session });
  const guard = terminateOnNaN();
  const spoil = spoilt(model);
  const history = await trainer.fit(images, { batchSize: 8, epochs: 3, callbacks: [spoil, guard] });
  expect(guard.divergence).toMatchObject({ epoch: 0, batch: 2, step: 2, layer: 'dense', weights: [] });
  expect(guard.divergence!.samples).toBe(false);
  expect(Number.isFinite(guard.divergence!.loss)).toBe(false);
  expect(trainer.step).toBe(3);
  expect(history.epochs).toEqual([0]);
  await trainer.close();
});

test('blames no averages that the step itself has spoilt', async () => {
  const model = sequential([
    flatten({ inputShape: [8, 8, 1] }),
    dense({ units: 8 }),
    batchNormalization(),
    dense({ units: 3, activation: 'softmax' }),
  ]);
  const trainer = await compile(model, { optimizer: adam(), loss, session });
  const guard = terminateOnNaN();
  await trainer.fit(images, { batchSize: 8, epochs: 3, callbacks: [spoilt(model), guard] });
  const averages = model.weights.find(({ name }) => name.endsWith('moving_mean'))!;
  expect(averages.value.data.every(Number.isFinite)).toBe(false);
  expect(guard.divergence).toMatchObject({ step: 2, layer: 'dense', weights: [] });
  await trainer.close();
});

test.each([
  { where: 'no memory is left', last: takeAll },
  { where: 'the host gives no more memory', last: refuseMore },
])('ends training also where $where to look for the layer', async ({ last }) => {
  const narrow = await Session.create({ threads: 1 });
  const model = tinyCnn();
  const trainer = await compile(model, { optimizer: adam(), loss, session: narrow });
  const guard = terminateOnNaN();
  const fill: Callback = {
    onTrainBatchEnd: (batch) => {
      if (batch === 1) last(narrow);
    },
  };
  await trainer.fit(images, { batchSize: 8, epochs: 3, callbacks: [spoilt(model), fill, guard] });
  const { divergence } = guard;
  expect(divergence).toMatchObject({ step: 2, layer: undefined, weights: [], samples: false });
  expect(Number.isFinite(divergence!.loss)).toBe(false);
  await trainer.close();
  await narrow.close();
});

/** Takes what memory a session has left, down to the smallest block. */
function takeAll({ allocator }: Session): void {
  for (let bytes = 2 ** 31; bytes >= 64; ) {
    try {
      allocator.allocate(bytes);
    } catch {
      bytes /= 2;
    }
  }
}

/** Takes what memory a session has; the host gives it no more. */
function refuseMore(session: Session): void {
  vi.spyOn(session.kernels.memory, 'grow').mockImplementation(() => {
    throw new RangeError('WebAssembly.Memory.grow(): Unable to grow instance memory');
  });
  takeAll(session);
}

test('looks no further than its own fit, however that ends', async () => {
  const trainer = await compile(linear(), { optimizer: 'sgd', loss: 'meanSquaredError', session });
  const refusing: Callback = {
    setTrainer: () => {
      throw new Error('Not with me.');
    },
  };
  const failing: Callback = {
    onTrainBatchEnd: () => {
      throw new Error('The disk is full.');
    },
  };
  for (const other of [refusing, failing]) {
    await expect(trainer.fit(plane(4), { callbacks: [terminateOnNaN(), other] })).rejects.toThrow();
    const { x } = plane(4);
    await trainer.fit({ x, y: tensor(new Float32Array(4).fill(Number.NaN), [4, 1]) });
    expect(trainer.nonFinite).toBeUndefined();
  }
  await trainer.close();
});

test('names weights that the step before has moved too far', async () => {
  const model = linear();
  const optimizer = sgd({ learningRate: 3e38 });
  const trainer = await compile(model, { optimizer, loss: 'meanSquaredError', session });
  const guard = terminateOnNaN();
  await trainer.fit(plane(32), { batchSize: 8, epochs: 5, callbacks: [guard] });
  const { divergence } = guard;
  expect(divergence!.weights).toContain('dense/kernel');
  expect(divergence!.step).toBeGreaterThan(0);
  expect(divergence!.layer).toBe('dense');
  await trainer.close();
});

test('tells that samples are not finite, and that the loss alone is not', async () => {
  const found = async (x: number, y: number) => {
    const trainer = await compile(linear(), { optimizer: 'sgd', loss: 'meanSquaredError', session });
    const guard = terminateOnNaN();
    const data = { x: tensor([x, 1], [1, 2]), y: tensor([y], [1, 1]) };
    await trainer.fit(data, { callbacks: [guard] });
    await trainer.close();
    return guard.divergence;
  };
  expect(await found(Number.NaN, 1)).toMatchObject({ samples: true, layer: 'dense' });
  expect(await found(1, Number.NaN)).toMatchObject({ samples: false, layer: undefined, weights: [] });
  expect(await found(1, 1)).toBeUndefined();
});

test('changes nothing of a training that goes well', async () => {
  const trained = async (callbacks: ReturnType<typeof terminateOnNaN>[]) => {
    const model = tinyCnn({ rate: 0.3 });
    const trainer = await compile(model, { optimizer: adam(), loss, session });
    await trainer.fit(images, { batchSize: 16, epochs: 2, callbacks });
    await trainer.close();
    return model.getWeights();
  };
  expect(await trained([terminateOnNaN()])).toEqual(await trained([]));
});
