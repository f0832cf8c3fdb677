import { activation, add, conv2d, dense, globalAveragePooling2d, inputLayer, model } from '@cnn/layers';
import { expect, test } from 'vitest';
import { stripes } from '../test/toys.js';
import { compile } from './compile.js';

/** A residual network, one convolution of which is used at two places. */
function residual() {
  const inputs = inputLayer({ shape: [8, 8, 1] });
  const shared = conv2d({ filters: 8, kernelSize: 3, padding: 'same' });
  let x = conv2d({ filters: 8, kernelSize: 3, padding: 'same', activation: 'relu' }).apply(inputs);
  for (let block = 0; block < 2; block++) x = activation('relu').apply(add().apply([x, shared.apply(x)]));
  const outputs = dense({ units: 3, activation: 'softmax' }).apply(globalAveragePooling2d().apply(x));
  return model({ inputs, outputs, seed: 2 });
}

test('a model with branches and a shared layer learns, to the same bits on any number of threads', async () => {
  const data = stripes(96);
  const weights = [];
  for (const threads of [1, 3]) {
    const tested = residual();
    const trainer = await compile(tested, {
      optimizer: 'adam',
      loss: 'sparseCategoricalCrossentropy',
      metrics: ['accuracy'],
      threads,
    });
    await trainer.fit(data, { epochs: 30, batchSize: 12 });
    const { accuracy } = await trainer.evaluate(data);
    expect(accuracy).toBeGreaterThan(0.95);
    expect((await tested.predict(data.x)).shape).toEqual([96, 3]);
    await trainer.close();
    weights.push(tested.getWeights());
  }
  expect(weights[1]).toEqual(weights[0]);
});
