import 'fake-indexeddb/auto';
import { Dataset, synthetic } from '@cnn/datasets';
import { loadModel, Session, saveModel, simpleCnn } from '@cnn/layers';
import { DataError } from '@cnn/tensor';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openDatabase } from './database.js';
import type { EpochFigures, Run } from './protocol/run.js';
import type { Settings } from './protocol/settings.js';
import type { TrainingEvent, TrainingRequest } from './protocol/training.js';
import { RunArchive } from './run-archive.js';
import { classification } from './tasks/classification.js';
import type { ImageSplits, TaskWork } from './tasks/task-work.js';
import { Training } from './training.js';
import { about } from './trouble.js';

/** With room for figures, and none for weights. */
class FullArchive extends RunArchive {
  override async save(run: Run, weights?: Uint8Array<ArrayBuffer>): Promise<void> {
    if (weights) throw new DataError('There is no more room.', about({ kind: 'no-room', what: 'run' }));
    await super.save(run);
  }
}

const database = openDatabase();
const archive = new RunArchive(database);
const full = new FullArchive(database);

const images = synthetic({ trainCount: 40, testCount: 8, size: 16 });
const settings: Settings = {
  epochs: 1,
  batchSize: 8,
  validationSplit: 0.2,
  optimizer: 'sgd',
  learningRate: 0.01,
  seed: 1,
};

let session: Session;
beforeAll(async () => {
  session = await Session.create({ threads: 1 });
});
afterAll(async () => {
  await session.close();
  (await database).close();
});

interface Choice {
  readonly kept?: RunArchive;
  readonly splits?: ImageSplits;
}

/** Trains, and gathers what is told meanwhile. */
async function train(
  from: TrainingRequest['from'],
  changes: Partial<Settings>,
  { kept = archive, splits = images }: Choice = {},
) {
  const told: TrainingEvent[] = [];
  const training = new Training({
    request: { data: 'synthetic', settings: { ...settings, ...changes }, from },
    task: classification as TaskWork,
    splits,
    session,
    archive: kept,
    listener: (event) => told.push(event),
    gradientsWanted: false,
  });
  const run = await training.complete();
  const rates = told.flatMap((event) => (event.kind === 'progress' ? [event.progress.learningRate] : []));
  return { run, told, rates };
}

function numbers(epochs: readonly EpochFigures[]): number[] {
  return epochs.map(({ epoch }) => epoch);
}

/** A run that the command line has trained, with the figures of these epochs. */
async function openedRun(epochs: readonly number[] = [1, 2]): Promise<Run> {
  const model = simpleCnn({ inputShape: [16, 16, 3], classes: images.train.classNames.length });
  const figures = { loss: 1, valLoss: null, seconds: 1, imagesPerSecond: 100 };
  const run: Run = {
    id: crypto.randomUUID(),
    config: { model: 'simple-cnn', data: 'synthetic' },
    found: {},
    epochs: epochs.map((epoch) => ({ epoch, ...figures })),
    trace: [],
    test: null,
    state: 'opened',
    hasWeights: true,
    resumable: false,
  };
  await archive.save(run, Uint8Array.from(saveModel(model)));
  return run;
}

test('a run that is gone on with has each of its epochs once, whether from a checkpoint or from weights', async () => {
  const { run } = await train({ name: 'simple-cnn' }, { epochs: 2 });
  const further = await train({ run: run.id }, { epochs: 3 });
  expect(numbers(further.run.epochs)).toEqual([1, 2, 3]);
  expect(further.run).toMatchObject({ state: 'finished', resumable: true, weightsAt: 3 });

  const opened = await openedRun();
  const second = await train({ run: opened.id }, { epochs: 3 });
  expect(numbers(second.run.epochs)).toEqual([1, 2, 3]);
  // Its checkpoint knows of one epoch alone.
  const third = await train({ run: opened.id }, { epochs: 5 });
  expect(numbers(third.run.epochs)).toEqual([1, 2, 3, 4, 5]);
  expect(third.run.weightsAt).toBe(5);
  const ats = third.run.trace.map(({ at }) => at);
  expect(ats).toEqual([...ats].sort((a, b) => a - b));
  // Whoever opened its files would take the checkpoint for one of all epochs.
  expect(Object.keys(await archive.files(opened.id))).toEqual([
    'config.json',
    'history.json',
    'model.safetensors',
  ]);
});

test('a run that has no figures of its first epochs goes on with the number after its last', async () => {
  const { id } = await openedRun([3, 4]);
  const { run } = await train({ run: id }, { epochs: 5 });
  expect(numbers(run.epochs)).toEqual([3, 4, 5]);
  expect(run.weightsAt).toBe(5);
  const further = await train({ run: id }, { epochs: 6 });
  expect(numbers(further.run.epochs)).toEqual([3, 4, 5, 6]);
});

test('what is learned further from weights alone has a whole schedule', async () => {
  const { id } = await openedRun();
  const { rates } = await train({ run: id }, { epochs: 4, schedule: 'cosine' });
  expect(rates[0]).toBeGreaterThan(0.25 * settings.learningRate);
  expect(rates.at(-1)).toBeCloseTo(0, 6);
});

test('epochs whose weights could not be kept are learned again', async () => {
  const { run } = await train({ name: 'simple-cnn' }, {});
  const roomless = await train({ run: run.id }, { epochs: 3 }, { kept: full });
  expect(roomless.told).toContainEqual({ kind: 'trouble', trouble: { kind: 'no-room', what: 'run' } });
  expect(numbers(roomless.run.epochs)).toEqual([1, 2, 3]);
  expect(roomless.run.test).not.toBeNull();
  // All figures stay; what is saved with the weights is what they have had.
  expect(numbers((await archive.read(run.id)).run!.epochs)).toEqual([1, 2, 3]);
  const files = await archive.files(run.id);
  const history = JSON.parse(files['history.json']) as Pick<Run, 'epochs' | 'test'>;
  expect([numbers(history.epochs), history.test]).toEqual([[1], null]);
  const weights = loadModel(files['model.safetensors']!).weights.map(({ value }) => value);
  expect(weights).toEqual((await archive.model(run.id)).weights.map(({ value }) => value));

  const further = await train({ run: run.id }, { epochs: 3 });
  expect(numbers(further.run.epochs)).toEqual([1, 2, 3]);
  const ats = further.run.trace.map(({ at }) => at);
  expect(ats).toEqual([...ats].sort((a, b) => a - b));
  // As if there had always been room.
  const losses = ({ epochs }: Run): number[] => epochs.map(({ loss }) => loss);
  expect(losses(further.run)).toEqual(losses(roomless.run));
});

test('where the browser keeps nothing, a run can be looked into and gone on with until the page is left', async () => {
  vi.spyOn(indexedDB, 'open').mockImplementationOnce(() => {
    throw new DOMException('The operation is insecure.', 'SecurityError');
  });
  const kept = new RunArchive(openDatabase());
  const { run, told } = await train({ name: 'simple-cnn' }, {}, { kept });
  expect(told).toContainEqual({ kind: 'trouble', trouble: { kind: 'storage-closed' } });
  expect(run).toMatchObject({ state: 'finished', hasWeights: true, weightsAt: 1 });
  expect((await kept.read(run.id)).run).toEqual(run);
  expect((await kept.model(run.id)).weights.length).toBeGreaterThan(0);
  expect(Object.keys(await kept.files(run.id))).toContain('checkpoint.safetensors');
  const further = await train({ run: run.id }, { epochs: 2 }, { kept });
  expect(numbers(further.run.epochs)).toEqual([1, 2]);
  await kept.remove(run.id);
  await expect(kept.model(run.id)).rejects.toMatchObject({ about: { kind: 'no-weights' } });
});

test('a run is not gone on with on images of other classes, and stays as it was', async () => {
  const { run } = await train({ name: 'simple-cnn' }, {});
  const before = await archive.read(run.id);
  const classNames = images.train.classNames.map((name) => `my ${name}`);
  const renamed = ({ name, x, y }: Dataset): Dataset => new Dataset({ name, classNames, x, y });
  const splits = { ...images, train: renamed(images.train), test: renamed(images.test) };
  await expect(train({ run: run.id }, { epochs: 2 }, { splits })).rejects.toMatchObject({
    about: { kind: 'classes-renamed', run: images.train.classNames[0], data: classNames[0] },
  });
  expect(await archive.read(run.id)).toEqual(before);
});
