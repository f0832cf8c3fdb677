import type { DatasetSplits } from '@cnn/datasets';
import type { Model } from '@cnn/layers';
import { adam, type Optimizer, sgd } from '@cnn/train';
import { type Command, Option } from 'commander';
import { fraction, oneOf, positiveNumber, wholeNumber } from '../arguments.js';
import type { DataName } from '../catalog.js';
import { loadData } from '../data.js';
import { InterruptedError } from '../errors.js';
import { Interruption } from '../interruption.js';
import { examples, invocation } from '../invocation.js';
import { buildModel, type ModelName, modelNames } from '../models.js';
import {
  batchSizeOption,
  command,
  type DataOptions,
  dataDirOption,
  dataOption,
  given,
  jsonOption,
  limitOption,
  type OutputOptions,
  type SessionOptions,
  threadsOption,
  variantOption,
} from '../options.js';
import { givenPath, quoted, shownPath } from '../paths.js';
import { divergenceReport } from '../report/divergence.js';
import { jsonReport } from '../report/json.js';
import { lineReport } from '../report/lines.js';
import { liveReport } from '../report/live.js';
import { all, type TrainingReport } from '../report/training-report.js';
import { RunFolder, runFiles, timestamp } from '../run-folder.js';
import { Terminal, warn } from '../terminal.js';
import { openTrainer } from '../trainer.js';
import { TrainingRun } from '../training-run.js';
import { notes } from '../weights.js';

/** Makers of optimizers, with the learning rate that Keras gives each when none is chosen. */
const optimizers = {
  adam: { learningRate: 0.001, make: (learningRate: number): Optimizer => adam({ learningRate }) },
  sgd: { learningRate: 0.01, make: (learningRate: number): Optimizer => sgd({ learningRate }) },
};

type OptimizerName = keyof typeof optimizers;

const optimizerNames = Object.keys(optimizers) as OptimizerName[];

interface TrainOptions extends OutputOptions, DataOptions, SessionOptions {
  model: ModelName;
  epochs: number;
  batchSize: number;
  validationSplit: number;
  optimizer: OptimizerName;
  learningRate?: number;
  seed: number;
  out?: string;
}

/** `train`: a model on a data set, kept in a run folder. */
export function trainCommand(): Command {
  return command('train', 'Train a model on images, test it, and keep it in a folder.')
    .addOption(modelOption())
    .addOption(dataOption('images to train on (default: cifar10, or synthetic when that cannot be had)'))
    .addOption(dataDirOption())
    .addOption(limitOption('use the first n training and the first n test images only'))
    .option('--epochs <n>', 'how often to go through the images', wholeNumber('--epochs', 1, 10), 10)
    .addOption(batchSizeOption('images in a step'))
    .option(
      '--validation-split <fraction>',
      'share of the training images, their end, to validate with',
      fraction('--validation-split', 0.2),
      0.2,
    )
    .addOption(optimizerOption())
    .option(
      '--learning-rate <rate>',
      'how far a step goes (default: 0.001 for adam, 0.01 for sgd)',
      positiveNumber('--learning-rate', 0.001),
    )
    .option('--seed <n>', 'what all randomness is derived from', wholeNumber('--seed', 0, 42), 42)
    .addOption(threadsOption())
    .addOption(variantOption())
    .option('--out <dir>', 'new folder for the run (default: runs/<model>-<data>-<time>)')
    .addOption(jsonOption('one JSON object a line on standard output, all else on standard error'))
    .addHelpText('after', help)
    .action(train);
}

const help = `
The run folder gets ${runFiles.config}, and after each epoch ${runFiles.history} and ${runFiles.weights}.
Ctrl-C ends training after the step that is being taken, and saves; a second one quits at once.

Images per second are those of training alone; the seconds of an epoch include its validation.
--json writes the events start, epoch (one for each) and end; peakMemoryMB counts units of 2^20 bytes.
${examples([
  ['train', 'The reference network on CIFAR-10, ten epochs'],
  ['train --data synthetic --epochs 3', 'On built-in images, with no download'],
  ['train --data mnist --data-dir ./mnist --out runs/digits', 'On files that are on this machine'],
  ['train --optimizer sgd --learning-rate 0.05 --batch-size 64', 'Trained another way'],
])}
With npx pnpm@12 --silent … --json nothing but JSON is written to standard output.
`;

function modelOption(): Option {
  return new Option('--model <name>', `network to train: ${modelNames.join(', ')}`)
    .default('simple-cnn')
    .argParser(oneOf('--model', modelNames));
}

function optimizerOption(): Option {
  return new Option('--optimizer <name>', `how weights are moved: ${optimizerNames.join(', ')}`)
    .default('adam')
    .argParser(oneOf('--optimizer', optimizerNames));
}

async function train(options: TrainOptions): Promise<void> {
  const interruption = new Interruption();
  try {
    await trainUntil(interruption, options);
  } finally {
    interruption.end();
  }
}

async function trainUntil(interruption: Interruption, options: TrainOptions): Promise<void> {
  const terminal = new Terminal(options);
  const { signal } = interruption;
  const named = options.out === undefined ? undefined : await RunFolder.named(options.out);
  const { name: data, splits } = await loadData(options, terminal, signal);
  signal.throwIfAborted();
  const model = modelFor(options, data, splits);
  const { learningRate, make } = optimizers[options.optimizer];
  const rate = options.learningRate ?? learningRate;
  const trainer = await openTrainer(model, { ...options, optimizer: make(rate) });
  try {
    const folder = named ?? (await RunFolder.fresh(`${options.model}-${data}-${timestamp()}`));
    const report = reportFor(options, terminal);
    const run = new TrainingRun({
      trainer,
      splits,
      folder,
      report,
      signal,
      ...settings(options, data, rate),
    });
    interruption.onRequest = () => {
      report.close?.();
      warn('ending after this step; Ctrl-C again quits at once.');
    };
    await conclude(run, folder, terminal);
  } finally {
    await trainer.close();
  }
}

/** The whole run, and what a person should know about where it is and how to go on. */
async function conclude(run: TrainingRun, folder: RunFolder, terminal: Terminal): Promise<void> {
  const evaluate = `${invocation} evaluate --weights ${quoted(shownPath(folder.path))}`;
  try {
    await run.complete();
  } catch (error) {
    if (error instanceof InterruptedError && run.started) {
      warn(`stopped in ${run.position}; the weights are saved. To see how good they are: ${evaluate}`);
    }
    throw error;
  }
  terminal.line(`saved to ${shownPath(folder.path)}; to evaluate again: ${terminal.colours.dim(evaluate)}`);
}

function modelFor({ model: name, seed }: TrainOptions, data: DataName, { train }: DatasetSplits): Model {
  const { x, classNames } = train;
  const model = buildModel(name, { inputShape: x.shape.slice(1), classes: classNames.length, seed });
  model.metadata[notes.model] = name;
  model.metadata[notes.data] = data;
  model.metadata[notes.classNames] = JSON.stringify(classNames);
  return model;
}

function settings(options: TrainOptions, data: DataName, learningRate: number) {
  const { model, epochs, batchSize, validationSplit, optimizer, seed, dataDir, limit } = options;
  const folder = dataDir === undefined ? undefined : givenPath(dataDir);
  return {
    config: { model, data, ...given({ dataDir: folder, limit }), optimizer, learningRate, seed },
    fitOptions: { epochs, batchSize, validationSplit },
  };
}

function reportFor({ json, epochs }: TrainOptions, terminal: Terminal): TrainingReport {
  return all([
    ...(terminal.live ? [liveReport(terminal, epochs)] : []),
    json ? jsonReport(terminal) : lineReport(terminal, epochs),
    divergenceReport(),
  ]);
}
