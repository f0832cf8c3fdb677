import { saveModel, simpleCnn } from '@cnn/layers';
import { describe, expect, test } from 'vitest';
import { runFromFiles } from './run-archive.js';

const epoch = {
  epoch: 1,
  loss: 1.7,
  accuracy: 0.38,
  valLoss: null,
  valAccuracy: null,
  seconds: 5.7,
  imagesPerSecond: 2269,
};
const model = simpleCnn({ inputShape: [8, 8, 1] });
Object.assign(model.metadata, { model: 'simple-cnn', data: 'mnist' });
const weights = new File([saveModel(model)], 'model.safetensors');
const history = new File(
  [JSON.stringify({ epochs: [epoch], test: { loss: 1, accuracy: 0.5 } })],
  'history.json',
);
const config = new File(
  [
    JSON.stringify({
      model: 'lenet5',
      data: 'cifar10',
      epochs: 3,
      run: { startedAt: '2026-11-25T10:00:00Z' },
    }),
  ],
  'config.json',
);

describe('a run from the files of the command line', () => {
  test('has its options, figures and weights', async () => {
    const { run, weights: bytes } = await runFromFiles([weights, history, config]);
    expect(run).toMatchObject({
      config: { model: 'lenet5', data: 'cifar10', epochs: 3 },
      found: { startedAt: '2026-11-25T10:00:00Z' },
      epochs: [epoch],
      test: { accuracy: 0.5 },
      state: 'opened',
      hasWeights: true,
      resumable: false,
    });
    expect(run.config).not.toHaveProperty('run');
    expect(bytes).toHaveLength(weights.size);
  });

  test('makes do with what there is', async () => {
    expect((await runFromFiles([weights])).run).toMatchObject({
      config: { model: 'simple-cnn', data: 'mnist' },
      epochs: [],
      hasWeights: true,
    });
    expect((await runFromFiles([history])).run).toMatchObject({ epochs: [epoch], hasWeights: false });
  });

  test.each([
    ['nothing of a run', [new File(['x'], 'cat.jpg')], /cat\.jpg was given; expected a run's/],
    ['damaged weights', [new File(['x'], 'model.safetensors')], /safetensors|bytes/],
    ['a history that is no JSON', [new File(['{'], 'history.json')], /history\.json is not JSON/],
    ['a history without epochs', [new File(['{"epochs":[3]}'], 'history.json')], /no list of epochs/],
  ])('refuses %s', async (_, files, message) => {
    await expect(runFromFiles(files)).rejects.toThrow(message);
  });
});
