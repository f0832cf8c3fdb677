import { basename } from 'node:path';
import { type Statistics, statistics } from '@cnn/datasets';
import { type Model, noteClassifier } from '@cnn/layers';
import { CnnError } from '@cnn/tensor';
import { type RunPace, runLearningRate, trainingSize } from '@cnn/train';
import type { Command } from 'commander';
import { mixesLabels } from '../augmentations.js';
import {
  type DataChoice,
  type ImageSplits,
  isDrawnInAnySize,
  isFolder,
  taskOf,
  usualData,
} from '../catalog.js';
import { command } from '../command.js';
import { readConfig } from '../config-file.js';
import { type DataRequest, loadData } from '../data.js';
import { InterruptedError, UsageError, WriteError } from '../errors.js';
import { fingerprint } from '../fingerprint.js';
import { counted, either } from '../format.js';
import type { HelpBelow } from '../help.js';
import { Interruption } from '../interruption.js';
import { invocation } from '../invocation.js';
import { path } from '../kinds.js';
import {
  buildModel,
  hasFilters,
  imageSizeOf,
  type ModelName,
  modelNames,
  type Purpose,
  taskOfModel,
} from '../models.js';
import { checkOptimizer, highestRate, optimizerOf } from '../optimizers.js';
import { quoted, shownPath } from '../paths.js';
import { jsonReport } from '../report/json.js';
import { lineReport } from '../report/lines.js';
import { liveReport } from '../report/live.js';
import { all, type TrainingReport } from '../report/training-report.js';
import { expectSameData, openRun, type Resumption } from '../resumption.js';
import { RunFolder, runFiles, timestamp } from '../run-folder.js';
import { RunLock } from '../run-lock.js';
import { checkSchedule, jumpOfRate } from '../schedules.js';
import { optional, type Values } from '../settings.js';
import { Terminal, warn } from '../terminal.js';
import { recipeOf, type TrainOptions, trainSettings } from '../train-settings.js';
import { openTrainer } from '../trainer.js';
import { TrainingRun } from '../training-run.js';

/** `train`: a model on a data set, kept in a run folder. */
export function trainCommand(): Command {
  return command(
    'train',
    'Train a model on images, test it, and keep it in a folder.',
    {
      ...origins,
      ...trainSettings,
    },
    help,
  ).action(async (given: TrainOptions & Values<typeof origins>, command: Command) => {
    const { options, resumption } = await completed(given, command);
    await train(options, resumption);
  });
}

/** Where options can come from besides the command line. */
const origins = {
  config: optional(path('<file>'), 'options from a file, YAML or JSON; those given here, too, win'),
  resume: optional(path('<run>'), 'go on with a run that was interrupted, or for more --epochs'),
};

/** Defaults, then what the file of `--config` or the run of `--resume` says, then what was typed. */
async function completed(
  { config, resume, ...given }: TrainOptions & Values<typeof origins>,
  command: Command,
): Promise<{ options: TrainOptions; resumption?: Resumption }> {
  const names = (Object.keys(trainSettings) as (keyof TrainOptions)[]).filter(
    (name) => command.getOptionValueSource(name) === 'cli',
  );
  const typed: Partial<TrainOptions> = Object.fromEntries(names.map((name) => [name, given[name]]));
  if (config !== undefined && resume !== undefined) {
    throw new UsageError(
      '--config was given with --resume, which takes the options of its run; leave one of them out.',
    );
  }
  if (resume !== undefined) {
    const { options, resumption } = await openRun(resume, typed);
    return { options: { ...given, ...options }, resumption };
  }
  if (config === undefined) return { options: given };
  const { options } = await readConfig(config, trainSettings);
  return { options: { ...given, ...options, ...typed } };
}

const help: HelpBelow = {
  notes: [
    `The run folder gets ${runFiles.config}, after each epoch ${runFiles.history} and ${runFiles.weights}, and ${runFiles.checkpoint}, from which --resume goes on to the same bits as if training had never stopped.`,
    'Ctrl-C ends training after the step that is being taken, and saves; a second one quits at once.',
    'Images per second are those of training alone; the seconds of an epoch include its validation.',
    '--json writes the events start, epoch (one for each) and end; peakMemoryMB counts units of 2^20 bytes. With npx pnpm@12 --silent … --json nothing but JSON is written to standard output.',
  ],
  examples: [
    ['train', 'The reference network on CIFAR-10, ten epochs'],
    ['train --data synthetic --epochs 3', 'On built-in images, with no download'],
    ['train --data mnist --data-dir ./mnist --out runs/digits', 'On files that are on this machine'],
    [
      'train --data folder --data-dir ./pets --image-size 64',
      'On images of your own, a folder for each class',
    ],
    ['train --model unet --data synthetic-masks', 'To tell the class of each pixel'],
    [
      'train --model unet --augment flip,rotate,color',
      'The same; masks are flipped and turned with their images',
    ],
    ['train --model unet --data mask-folder --data-dir ./cells', 'On images of your own, with masks'],
    ['train --model yolo --augment flip,crop:8', 'To find objects; boxes move with their images'],
    [
      'train --model yolo --data box-folder --data-dir ./traffic --image-resize pad',
      'On images of your own, with boxes',
    ],
    [
      'train --optimizer sgd --learning-rate 0.1 --momentum 0.9 --weight-decay 1e-4 --schedule cosine --warmup 5',
      'Trained another way',
    ],
    ['train --config runs/digits/config.json --seed 7', 'As a run before, but for the seed'],
    ['train --resume runs/digits --epochs 20', 'On from where it was interrupted, and longer'],
  ],
};

async function train(options: TrainOptions, resumption: Resumption | undefined): Promise<void> {
  const interruption = new Interruption();
  try {
    await trainUntil(interruption, options, resumption);
  } finally {
    interruption.end();
  }
}

async function trainUntil(
  interruption: Interruption,
  options: TrainOptions,
  resumption: Resumption | undefined,
): Promise<void> {
  checkOptimizer(options);
  checkSchedule(options);
  const terminal = new Terminal(options);
  const { signal } = interruption;
  const named =
    resumption?.folder ?? (options.out === undefined ? undefined : await RunFolder.named(options.out));
  expectFittingTask(options);
  const { name: data, splits } = await loadData(requestOf(options), terminal, signal);
  signal.throwIfAborted();
  expectPartToValidate(options, splits);
  const dataFingerprint = fingerprint(splits);
  if (resumption) expectSameData(resumption, dataFingerprint, splits);
  const model = modelFor(options, data, splits);
  const rate = highestRate(options);
  const pace: RunPace = {
    ...options,
    learningRate: rate,
    stepsPerEpoch: Math.ceil(learnedFrom(options, splits) / options.batchSize) / (options.accumulate ?? 1),
  };
  if (options.warmup >= options.epochs) {
    warn(
      `--warmup lasts ${counted(options.warmup, 'epoch')} and the run ${options.epochs}, so the learning rate only rises.`,
    );
  }
  const jump = resumption && jumpOfRate(pace, resumption);
  if (jump) warn(jump);
  const optimizer = optimizerOf(options, runLearningRate(pace));
  const trainer = await openTrainer(model, {
    ...options,
    optimizer,
    oneHot: mixesLabels(options.augment),
  });
  let lock = resumption?.lock;
  try {
    let folder = named;
    if (folder) {
      lock ??= await RunLock.take(folder.path);
      // Another run may have ended there while the images were loaded.
      if (!resumption) await RunFolder.named(folder.path);
    } else {
      const name = `${options.model}-${shortName(data, options.dataDir)}-${timestamp()}`;
      ({ folder, lock } = await RunFolder.fresh(name));
    }
    const report = reportFor(options, terminal);
    const run = new TrainingRun({
      trainer,
      splits,
      folder,
      report,
      signal,
      dataFingerprint,
      resumption,
      recipe: recipeOf({ ...options, data, learningRate: rate }),
    });
    interruption.onRequest = () => {
      report.close?.();
      warn('ending after this step; Ctrl-C again quits at once.');
    };
    await conclude(run, folder, terminal);
  } finally {
    lock?.release();
    await trainer.close();
  }
}

/** The whole run, and what a person should know about where it is and how to go on. */
async function conclude(run: TrainingRun, folder: RunFolder, terminal: Terminal): Promise<void> {
  const shown = quoted(shownPath(folder.path));
  const evaluate = `${invocation} evaluate --weights ${shown}`;
  const resume = `${invocation} train --resume ${shown}`;
  try {
    await run.complete();
  } catch (error) {
    if (error instanceof InterruptedError && run.started) {
      warn(`stopped in ${run.position}; to go on: ${resume}; to see how good it is so far: ${evaluate}`);
    }
    if (error instanceof WriteError && (await folder.has('checkpoint'))) {
      warn(`stopped in ${run.position}; what was saved before stays; to go on from there: ${resume}`);
    }
    throw error;
  }
  terminal.line(`saved to ${shownPath(folder.path)}; to evaluate again: ${terminal.colours.dim(evaluate)}`);
}

/** The images that were asked for, in the size that the network is for where they have none of their own. */
function requestOf(options: TrainOptions): DataRequest {
  const data = chosenData(options);
  const free = data !== undefined && (isDrawnInAnySize(data) || isFolder(data));
  const imageSize = options.imageSize ?? (free ? imageSizeOf(options.model) : undefined);
  return { ...options, data, imageSize };
}

/** What was named, else what suits the network; undefined: CIFAR-10, or what can be had in its place. */
function chosenData({ data, model }: TrainOptions): DataChoice | undefined {
  const task = taskOfModel(model);
  return data ?? (task === 'classification' ? undefined : usualData(task));
}

/** @throws UsageError when a network is given images for another task, or options that are not for it */
function expectFittingTask({ model, data, augment, filters, labelSmoothing }: TrainOptions): void {
  const task = taskOfModel(model);
  const wanted = data === undefined ? task : taskOf(data);
  if (task !== wanted) {
    const others = modelNames.filter((name) => taskOfModel(name) === wanted);
    throw new UsageError(
      `--model ${model} is for ${task}, but --data ${data} is for ${wanted}; choose --model ${either(others)}, or --data ${usualData(task)}.`,
    );
  }
  if (task !== 'classification' && mixesLabels(augment)) {
    const [what, moved] =
      task === 'detection'
        ? ['a box is around an object or it is not', 'boxes']
        : ['a pixel is of one class', 'masks'];
    throw new UsageError(
      `--augment ${augment!.join(',')} was given with ${model}; mixup and cutmix mix the classes of images, and ${what}. Leave them out; the others move ${moved} along with their images.`,
    );
  }
  if (task === 'detection' && labelSmoothing > 0) {
    throw new UsageError(
      `--label-smoothing was given with ${model}, whose loss knows no such thing; leave it out.`,
    );
  }
  if (!hasFilters(model) && filters !== undefined) {
    const others = modelNames.filter(hasFilters);
    throw new UsageError(
      `--filters was given with ${model}, whose width is fixed; leave it out, or choose --model ${either(others)}.`,
    );
  }
}

/** @throws UsageError when there are too few images to hold that share out */
function expectPartToValidate({ validationSplit }: TrainOptions, { train, validation }: ImageSplits): void {
  if (validation || validationSplit === 0) return;
  const learned = trainingSize(train.length, validationSplit);
  if (learned > 0 && learned < train.length) return;
  throw new UsageError(
    `--validation-split ${validationSplit} leaves ${learned} of ${counted(train.length, 'image')} to train on and ${train.length - learned} to validate with; both need some, so choose another share, or 0 to train without validation, or take more images.`,
  );
}

/** What a run folder calls the data. */
function shortName(data: DataChoice, dataDir: string | undefined): string {
  return isFolder(data) && dataDir !== undefined ? basename(dataDir) : data;
}

function modelFor(options: TrainOptions, data: DataChoice, splits: ImageSplits): Model {
  const { model: name, seed, imageResize, filters } = options;
  const { x, classNames } = splits.train;
  const normalization = options.normalize ? trainingStatistics(options, splits) : undefined;
  const purpose = { inputShape: x.shape.slice(1), classes: classNames.length, seed, normalization, filters };
  const model = builtFor(name, purpose, data);
  noteClassifier(model, { model: name, data, classNames, imageResize });
  return model;
}

/** @throws UsageError when the network cannot be built for images of that size */
function builtFor(name: ModelName, purpose: Purpose, data: DataChoice): Model {
  try {
    return buildModel(name, purpose);
  } catch (error) {
    if (!(error instanceof CnnError)) throw error;
    const [height, width] = purpose.inputShape;
    const others = isFolder(data) || isDrawnInAnySize(data) ? '--image-size or --model' : '--model';
    throw new UsageError(
      `${name} cannot be built for images of ${height} × ${width} pixels; choose another ${others}. ${error.message}`,
    );
  }
}

/** How many images are not held out to validate with. */
function learnedFrom({ validationSplit }: TrainOptions, { train, validation }: ImageSplits): number {
  return validation ? train.length : trainingSize(train.length, validationSplit);
}

/** Of the images that are not held out. */
function trainingStatistics(options: TrainOptions, splits: ImageSplits): Statistics {
  return statistics(splits.train.take(Math.max(1, learnedFrom(options, splits))));
}

function reportFor({ json, epochs }: TrainOptions, terminal: Terminal): TrainingReport {
  return all([
    ...(terminal.live ? [liveReport(terminal, epochs)] : []),
    json ? jsonReport(terminal) : lineReport(terminal, epochs),
  ]);
}
