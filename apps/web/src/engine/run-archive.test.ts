import 'fake-indexeddb/auto';
import { loadModel, saveModel, simpleCnn } from '@cnn/layers';
import { afterAll, expect, test } from 'vitest';
import { openDatabase } from './database.js';
import type { EpochFigures, Run } from './protocol/run.js';
import { RunArchive } from './run-archive.js';

const database = openDatabase();
const archive = new RunArchive(database);
afterAll(async () => (await database).close());

const figures = { loss: 1, valLoss: null, seconds: 1, imagesPerSecond: 100 };

/** A run of some epochs that is being trained, and its weights of that moment. */
function after(epochs: number): { run: Run; weights: Uint8Array<ArrayBuffer> } {
  const model = simpleCnn({ inputShape: [8, 8, 1], seed: epochs });
  const run: Run = {
    id: 'run',
    config: { model: 'simple-cnn', data: 'mnist' },
    found: {},
    epochs: Array.from({ length: epochs }, (_, i): EpochFigures => ({ epoch: i + 1, ...figures })),
    trace: [],
    test: null,
    state: 'training',
    hasWeights: true,
    resumable: true,
    weightsAt: epochs,
  };
  return { run, weights: Uint8Array.from(saveModel(model)) };
}

/** Whether bytes are equal. They are too many to be shown where they are not. */
function same(bytes: Uint8Array | undefined, expected: Uint8Array): boolean {
  return bytes !== undefined && Buffer.compare(bytes, expected) === 0;
}

test('the files of a run are of one moment, though it is saved anew while they are read', async () => {
  const [first, second] = [after(1), after(2)];
  await archive.save(first.run, first.weights);
  const reading = archive.files('run');
  await Promise.all([reading, archive.save(second.run, second.weights)]);
  const files = await reading;
  expect(JSON.parse(files['history.json'])).toMatchObject({ epochs: [{ epoch: 1 }] });
  expect(same(files['checkpoint.safetensors'], first.weights)).toBe(true);
  expect(same(files['model.safetensors'], saveModel(loadModel(first.weights)))).toBe(true);
  const { run, weights } = await archive.read('run');
  expect(run).toEqual(second.run);
  expect(same(weights, second.weights)).toBe(true);
});
