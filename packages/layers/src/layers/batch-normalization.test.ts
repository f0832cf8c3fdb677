import { interpret, sizeOf, tensor } from '@cnn/tensor';
import { describe, expect, it } from 'vitest';
import { checkLayer, referenceFeeds } from '../../test/check-layer.js';
import { inferContext, trainContext } from '../context.js';
import { describe as describeModel } from '../describe.js';
import { loadModel, saveModel } from '../io/model-file.js';
import { modelFromJSON } from '../io/model-from-keras.js';
import { sequential } from '../sequential.js';
import { batchNormalization } from './batch-normalization.js';
import { dense } from './dense.js';

const rows = { shape: [4, 2], data: Float64Array.of(1, 10, 3, 10, 5, 30, 7, 30) };

describe('batchNormalization', () => {
  // Running averages that follow within some steps, so that inference can show what was learned.
  it('is a whole layer on images', () =>
    checkLayer((options) => batchNormalization({ momentum: 0.5, ...options }), [5, 4, 3]));

  it('is a whole layer on vectors, without scale', () =>
    checkLayer((options) => batchNormalization({ momentum: 0.5, scale: false, ...options }), [8]));

  it('is a whole layer without center, epsilon and initializers of its own', () =>
    checkLayer(
      (options) =>
        batchNormalization({
          momentum: 0.5,
          center: false,
          epsilon: 0.01,
          movingMeanInitializer: 'ones',
          gammaInitializer: 'ones',
          ...options,
        }),
      [3, 3, 4],
    ));

  it('has its weights in the order of Keras, of which an optimizer may change the first two', () => {
    const model = sequential([batchNormalization({ inputShape: [2, 2, 5], name: 'bn' })]);
    expect(model.weights.map(({ name, shape, trainable }) => [name, shape, trainable])).toEqual([
      ['bn/gamma', [5], true],
      ['bn/beta', [5], true],
      ['bn/moving_mean', [5], false],
      ['bn/moving_variance', [5], false],
    ]);
    const { parameters, memory } = describeModel(model);
    expect(parameters).toEqual({ total: 20, trainable: 10 });
    expect(memory.state).toBe(2 * 64);
    expect(model.summary()).toContain('Parameters: 10 trainable, 10 non-trainable\n');
  });

  it('normalises by the batch in training, and moves the averages towards it', () => {
    const model = sequential([batchNormalization({ momentum: 0.75, epsilon: 1e-12, inputShape: [2] })]);
    const x = model.inputValue(4);
    const context = trainContext();
    const y = model.call(x, context);
    const results = interpret([y, ...context.updates], new Map([[x, rows], ...weightsOf(model)]));
    const [normal, mean, variance] = results.map(({ data }) => [...data]);
    [-3, -1, -1, -1, 1, 1, 3, 1].forEach((z, i) => {
      expect(normal![i]).toBeCloseTo(i % 2 === 0 ? z / Math.sqrt(5) : z, 6);
    });
    // The biased variance, as in Keras: 5 and 100.
    expect(mean).toEqual([1, 5]);
    expect(variance).toEqual([0.75 + 1.25, 0.75 + 25]);
  });

  it('normalises by the averages in inference, and when it is frozen', () => {
    for (const trainable of [true, false]) {
      const model = sequential([batchNormalization({ epsilon: 1e-12, trainable, inputShape: [2] })]);
      const [gamma, beta, mean, variance] = model.getWeights();
      model.setWeights(
        [gamma!, beta!, mean!, variance!].map((weight, i) => filled(weight, [2, 1, 3, 4][i]!)),
      );
      const x = model.inputValue(4);
      const context = trainable ? inferContext : trainContext();
      const [y] = interpret([model.call(x, context)], new Map([[x, rows], ...weightsOf(model)]));
      expect([...y!.data].map(Math.round)).toEqual([...rows.data].map((number) => number - 3 + 1));
      expect(context.updates ?? []).toEqual([]);
      expect(model.weights.some((weight) => weight.trainable)).toBe(trainable);
    }
  });

  it('keeps its averages in a model file, and whether it is frozen', () => {
    const model = sequential([
      dense({ units: 3, inputShape: [2] }),
      batchNormalization({ trainable: false }),
    ]);
    model.setWeights(model.getWeights().map((weight, i) => filled(weight, i + 1)));
    const copy = loadModel(saveModel(model));
    expect(copy.getWeights()).toEqual(model.getWeights());
    expect(copy.layers.map(({ trainable }) => trainable)).toEqual([true, false]);
  });

  it('refuses another axis than the last, and options that mean nothing', () => {
    const stored = JSON.stringify(sequential([batchNormalization({ inputShape: [2, 2, 3] })]));
    expect(() => modelFromJSON(stored.replace('"axis":-1', '"axis":1'))).toThrow('sets axis to 1');
    expect(modelFromJSON(stored.replace('"axis":-1', '"axis":[3]')).layers).toHaveLength(1);
    expect(() => batchNormalization({ momentum: 2 })).toThrow('The momentum of BatchNormalization is 2');
    expect(() => batchNormalization({ epsilon: 0 })).toThrow('a number greater than 0');
    expect(() => batchNormalization({ scale: 1 as never })).toThrow('true or false');
    expect(() => batchNormalization({ trainable: 'no' as never })).toThrow('true or false');
  });
});

function weightsOf(model: ReturnType<typeof sequential>) {
  return referenceFeeds(model, []);
}

function filled(weight: { readonly shape: readonly number[] }, value: number) {
  return tensor(new Float32Array(sizeOf(weight.shape)).fill(value), weight.shape);
}
