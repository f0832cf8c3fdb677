import { saveModel, simpleCnn } from '@cnn/layers';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { Run } from './protocol/run.js';
import { runFromFiles } from './run-archive.js';
import { zipOfRun } from './run-zip.js';

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

const bytesOf = async (file: File): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await file.arrayBuffer());

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
    ['a damaged zip', [new File(['PK'], 'run.zip')], /run\.zip is no intact zip/],
    [
      'a zip without a run',
      [new File([zipSync({ 'cat.jpg': strToU8('x') })], 'run.zip')],
      /run\.zip was given/,
    ],
    ['a history that is no JSON', [new File(['{'], 'history.json')], /history\.json is not JSON/],
    ['a history without epochs', [new File(['{"epochs":[3]}'], 'history.json')], /no list of epochs/],
  ])('refuses %s', async (_, files, message) => {
    await expect(runFromFiles(files)).rejects.toThrow(message);
  });
});

describe('a run as a zip', () => {
  const run = {
    config: { model: 'lenet5', data: 'my pets' },
    found: { startedAt: '2026-11-25T10:00:00.5Z' },
  };
  const files = async () => ({
    'config.json': await config.text(),
    'history.json': await history.text(),
    'model.safetensors': await bytesOf(weights),
  });

  test('is a folder with the files of the command line, and the same run when it is opened', async () => {
    const { name, bytes } = await zipOfRun(run as Run, await files());
    expect(name).toBe('lenet5-my-pets-2026-11-25T10-00-00.zip');
    expect(Object.keys(unzipSync(bytes))).toEqual([
      'lenet5-my-pets-2026-11-25T10-00-00/config.json',
      'lenet5-my-pets-2026-11-25T10-00-00/history.json',
      'lenet5-my-pets-2026-11-25T10-00-00/model.safetensors',
    ]);
    const opened = await runFromFiles([new File([bytes], name)]);
    const { run: direct, weights: expected } = await runFromFiles([config, history, weights]);
    expect({ ...opened.run, id: direct.id }).toEqual(direct);
    expect(opened.weights).toEqual(expected);
  });

  test('may come from another program, with files of its own in it', async () => {
    const zip = zipSync({
      'run/history.json': await bytesOf(history),
      '__MACOSX/run/._history.json': strToU8('no history'),
      'run/notes.txt': strToU8('notes'),
    });
    expect((await runFromFiles([new File([zip], 'run.ZIP')])).run).toMatchObject({ epochs: [epoch] });
  });

  test('is gone on with from a checkpoint of the page, not from one of the command line', async () => {
    const checkpoint = saveModel(simpleCnn({ inputShape: [8, 8, 1], seed: 9 }));
    const opened = async (found: object) => {
      const { bytes } = await zipOfRun(run as Run, {
        ...(await files()),
        'config.json': JSON.stringify({ model: 'lenet5', run: found }),
        'checkpoint.safetensors': checkpoint,
      });
      return runFromFiles([new File([bytes], 'run.zip')]);
    };
    const ours = await opened({ checkpointOf: 'page' });
    expect([ours.run.resumable, ours.weights]).toEqual([true, checkpoint]);
    const theirs = await opened({});
    expect([theirs.run.resumable, theirs.weights]).toEqual([false, await bytesOf(weights)]);
  });
});
