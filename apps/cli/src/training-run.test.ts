import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { syntheticBoxes } from '@cnn/datasets';
import { runLearningRate } from '@cnn/train';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { InterruptedError } from './errors.js';
import { optimizerOf } from './optimizers.js';
import type { TrainingReport } from './report/training-report.js';
import { openRun, type Resumption } from './resumption.js';
import { RunFolder } from './run-folder.js';
import { modelFor } from './run-model.js';
import { paceOf } from './run-pace.js';
import { type Recipe, recipeSettings, type TrainOptions } from './train-settings.js';
import { openTrainer } from './trainer.js';
import { TrainingRun } from './training-run.js';

let place: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'cnn-training-'));
});
afterEach(() => rm(place, { recursive: true }));

const usual = Object.fromEntries(
  Object.entries(recipeSettings).map(([name, setting]) => [name, setting.default]),
) as unknown as Recipe;

const options: TrainOptions & { data: 'synthetic-boxes' } = {
  ...usual,
  model: 'yolo',
  filters: 4,
  data: 'synthetic-boxes',
  epochs: 2,
  batchSize: 4,
  schedule: 'cosine',
  threads: 1,
  out: undefined,
  json: undefined,
};
const splits = syntheticBoxes({ trainCount: 20, testCount: 4, size: 32 });

/** Trains in a folder, or goes on there. */
async function train(
  folder: RunFolder,
  {
    report = {},
    signal = new AbortController().signal,
    resumption,
    epochs = 2,
    begin = (run) => run.complete(),
  }: Partial<Parts> = {},
): Promise<void> {
  const recipe = { ...options, epochs };
  const images = { data: options.data, splits, dataFingerprint: 'drawn' };
  const pace = paceOf(recipe, images);
  const optimizer = optimizerOf(recipe, runLearningRate(pace));
  const trainer = await openTrainer(modelFor(options, images), { ...options, optimizer });
  const parts = { ...images, trainer, folder, report, signal, resumption, recipe, pace };
  try {
    await begin(new TrainingRun(parts));
  } finally {
    await trainer.close();
    resumption?.lock.release();
  }
}

interface Parts {
  report: TrainingReport;
  signal: AbortSignal;
  resumption: Resumption;
  epochs: number;
  begin(run: TrainingRun): Promise<void>;
}

/** All that does not depend on the clock. */
async function left(folder: RunFolder) {
  const { epochs, test } = await folder.history();
  const figures = epochs.map(({ seconds, imagesPerSecond, ...others }) => others);
  return { figures, test, weights: await readFile(folder.file('weights')) };
}

/** Trains in a folder until something begins to be done. */
async function interruptedWhile(phase: string): Promise<RunFolder> {
  const folder = await RunFolder.named(join(place, 'interrupted'));
  const interruption = new AbortController();
  const report: TrainingReport = {
    phase: (name) => name === phase && interruption.abort(new InterruptedError('Interrupted.')),
  };
  await expect(train(folder, { report, signal: interruption.signal })).rejects.toThrow('Interrupted.');
  return folder;
}

test.each(['validating', 'finding objects'])('an interruption while %s loses nothing', async (phase) => {
  const undisturbed = await RunFolder.named(join(place, 'undisturbed'));
  await train(undisturbed);
  const folder = await interruptedWhile(phase);
  const { resumption } = await openRun(folder.path, {});
  expect(resumption.epochs).toHaveLength(phase === 'finding objects' ? 1 : 0);
  await train(folder, { resumption });
  expect(await left(folder)).toEqual(await left(undisturbed));
});

test('an epoch that more are added to after its steps has the learning rate that these were taken at', async () => {
  const undisturbed = await RunFolder.named(join(place, 'undisturbed'));
  await train(undisturbed);
  const folder = await interruptedWhile('validating');
  const { resumption } = await openRun(folder.path, { epochs: 4 });
  await train(folder, { resumption, epochs: 4 });
  const rates = (await folder.history()).epochs.map(({ learningRate }) => learningRate);
  expect(rates).toHaveLength(4);
  expect(rates[0]).toBe((await undisturbed.history()).epochs[0]!.learningRate);
});

test('a run tells whether an epoch is being rated', async () => {
  const folder = await RunFolder.named(join(place, 'rated'));
  const rating: Record<string, boolean> = {};
  let run!: TrainingRun;
  const report: TrainingReport = {
    phase: (name) => {
      rating[name] ??= run.rating;
    },
    epoch: () => {
      rating['afterwards'] = run.rating;
    },
  };
  const begin = (begun: TrainingRun) => {
    run = begun;
    return run.complete();
  };
  await train(folder, { report, begin });
  expect(rating).toMatchObject({ validating: false, 'finding objects': true, afterwards: false });
});
