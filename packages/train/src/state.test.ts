import { batchNormalization, dense, flatten, sequential } from '@cnn/layers';
import { expect, test } from 'vitest';
import { stripes } from '../test/toys.js';
import { compile } from './compile.js';

function normalised(trainable: boolean) {
  return sequential(
    [
      flatten({ inputShape: [8, 8, 1] }),
      dense({ units: 16, activation: 'relu' }),
      batchNormalization({ momentum: 0.8, trainable }),
      dense({ units: 3, activation: 'softmax' }),
    ],
    { seed: 1 },
  );
}

test('a step moves running averages, which evaluation, prediction and the model then have', async () => {
  const data = stripes(96);
  const bits: Float32Array[][] = [];
  for (const threads of [1, 3]) {
    const model = normalised(true);
    const trainer = await compile(model, {
      optimizer: 'adam',
      loss: 'sparseCategoricalCrossentropy',
      metrics: ['accuracy'],
      threads,
    });
    // The last batch is a short one, with a plan of its own over the same averages.
    await trainer.fit(data, { epochs: 12, batchSize: 36 });
    const { accuracy } = await trainer.evaluate(data);
    expect(accuracy).toBeGreaterThan(0.95);
    const predicted = (await model.predict(data.x)).data;
    const hits = [...data.y.data].filter((label, i) => {
      const scores = [...predicted.subarray(3 * i, 3 * i + 3)];
      return scores.indexOf(Math.max(...scores)) === label;
    });
    expect(hits.length / 96).toBeCloseTo(accuracy!, 6);
    const averages = model.weights.filter((weight) => !weight.trainable);
    expect(averages.map(({ name }) => name)).toEqual([
      'batch_normalization/moving_mean',
      'batch_normalization/moving_variance',
    ]);
    expect(averages[0]!.value.data.some((mean) => mean > 0.01)).toBe(true);
    bits.push(model.getWeights().map(({ data }) => data));
    await trainer.close();
  }
  expect(bits[1]).toEqual(bits[0]);
});

test('a frozen normalisation keeps all of its weights, and lets gradients through', async () => {
  const model = normalised(false);
  const before = model.getWeights();
  const trainer = await compile(model, {
    optimizer: 'sgd',
    loss: 'sparseCategoricalCrossentropy',
    threads: 2,
  });
  await trainer.fit(stripes(32));
  const after = model.getWeights();
  const changed = model.weights.filter((_, i) => String(after[i]!.data) !== String(before[i]!.data));
  expect(changed.map(({ name }) => name)).toEqual([
    'dense/kernel',
    'dense/bias',
    'dense_1/kernel',
    'dense_1/bias',
  ]);
  await trainer.close();
});
