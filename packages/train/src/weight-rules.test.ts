import { dense, l1, l1L2, l2, maxNorm, minMaxNorm, sequential } from '@cnn/layers';
import { sizeOf, tensor } from '@cnn/tensor';
import { expect, test } from 'vitest';
import { plane } from '../test/toys.js';
import { compile } from './compile.js';
import { sgd } from './optimizers/sgd.js';

function wave(shape: readonly number[], at: (element: number) => number) {
  return tensor(
    Float32Array.from({ length: sizeOf(shape) }, (_, i) => at(i)),
    shape,
  );
}

test('regularizers and constraints do to losses and weights what they do in Keras', async () => {
  const model = sequential([
    dense({
      units: 2,
      activation: 'tanh',
      kernelRegularizer: l2(0.1),
      biasRegularizer: l1(0.05),
      kernelConstraint: maxNorm({ maxValue: 0.6 }),
      inputShape: [3],
    }),
    dense({
      units: 1,
      kernelRegularizer: l1L2({ l1: 0.02, l2: 0.03 }),
      kernelConstraint: minMaxNorm({ minValue: 0.2, maxValue: 0.4, rate: 0.5 }),
      biasConstraint: 'nonNeg',
    }),
  ]);
  model.setWeights(model.weights.map(({ shape }, i) => wave(shape, (at) => Math.sin(1.7 * at + i))));
  const data = { x: wave([4, 3], (at) => Math.cos(0.9 * at)), y: wave([4, 1], Math.sin) };
  const trainer = await compile(model, {
    optimizer: sgd({ learningRate: 0.1 }),
    loss: 'meanSquaredError',
    threads: 1,
  });
  const { metrics } = await trainer.fit(data, { epochs: 4, batchSize: 4, shuffle: false });
  const { loss } = await trainer.evaluate(data);
  await trainer.close();
  // What Keras 3.15.1 gives for the same model, step for step.
  const expected = [0.503699, 0.288871, 0.289795, 0.284986, 0.278508];
  [...metrics['loss']!, loss!].forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i]!, 5);
  });
  const weights = [
    [-0.017457, 0.366382, -0.219665, -0.339742, 0.493149, 0.266428],
    [0.81932, 0.393962],
    [0.406153, -0.190263],
    [0.201304],
  ];
  model.weights.forEach(({ value }, i) => {
    weights[i]!.forEach((weight, at) => {
      expect(value.data[at]).toBeCloseTo(weight, 5);
    });
  });
});

test('weights that are not trained cost nothing, and constraints leave them alone', async () => {
  const layer = { units: 1, kernelRegularizer: l2(1), kernelConstraint: maxNorm({ maxValue: 1e-3 }) };
  const model = sequential([dense({ ...layer, trainable: false, inputShape: [2] }), dense({ units: 1 })]);
  const before = model.getWeights()[0]!;
  const data = plane(8);
  const trainer = await compile(model, { optimizer: sgd({ learningRate: 0 }), loss: 'meanSquaredError' });
  const { loss } = await trainer.evaluate(data);
  await trainer.fit(data);
  await trainer.close();
  expect(model.getWeights()[0]).toEqual(before);
  const predicted = (await model.predict(data.x)).data;
  const error = [...data.y.data].reduce((sum, y, i) => sum + (y - predicted[i]!) ** 2, 0) / 8;
  expect(loss).toBeCloseTo(error, 4);
});
