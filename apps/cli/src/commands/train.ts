import { type RunPace, runLearningRate, type Trainer } from '@cnn/train';
import type { Command } from 'commander';
import { mixesLabels } from '../augmentations.js';
import { command } from '../command.js';
import { readConfig } from '../config-file.js';
import { InterruptedError, UsageError, WriteError } from '../errors.js';
import { expectFittingTask } from '../fitting-task.js';
import type { HelpBelow } from '../help.js';
import { Interruption } from '../interruption.js';
import { invocation } from '../invocation.js';
import { path } from '../kinds.js';
import { checkOptimizer, optimizerOf } from '../optimizers.js';
import { quoted, shownPath } from '../paths.js';
import { jsonReport } from '../report/json.js';
import { lineReport } from '../report/lines.js';
import { liveReport } from '../report/live.js';
import { all, type TrainingReport } from '../report/training-report.js';
import { openRun, type Resumption } from '../resumption.js';
import { RunFolder, runFiles } from '../run-folder.js';
import { loadRunImages, type RunImages } from '../run-images.js';
import { modelFor } from '../run-model.js';
import { notePace, paceOf } from '../run-pace.js';
import { takePlace } from '../run-place.js';
import { checkSchedule } from '../schedules.js';
import { grouped, optional, type Values } from '../settings.js';
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
const origins = grouped('Options', {
  config: optional(path('<file>'), 'options from a file, YAML or JSON; those given here, too, win'),
  resume: optional(path('<run>'), 'go on with a run that was interrupted, or for more --epochs'),
});

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
  await expectUsable(options);
  const interruption = new Interruption();
  const terminal = new Terminal(options);
  try {
    const images = await loadRunImages(options, resumption, terminal, interruption.signal);
    const pace = paceOf(options, images);
    const trainer = await trainerFor(options, images, pace);
    notePace(pace, resumption);
    try {
      await trainWith(trainer, { options, resumption, images, pace }, interruption, terminal);
    } finally {
      await trainer.close();
    }
  } finally {
    interruption.end();
  }
}

/** @throws UsageError for what can be refused before any image is loaded */
async function expectUsable(options: TrainOptions): Promise<void> {
  checkOptimizer(options);
  checkSchedule(options);
  if (options.out !== undefined) await RunFolder.named(options.out);
  expectFittingTask(options);
}

function trainerFor(options: TrainOptions, images: RunImages, pace: RunPace): Promise<Trainer> {
  return openTrainer(modelFor(options, images), {
    ...options,
    optimizer: optimizerOf(options, runLearningRate(pace)),
    oneHot: mixesLabels(options.augment),
  });
}

/** What a run goes by. */
interface Plan {
  readonly options: TrainOptions;
  readonly resumption: Resumption | undefined;
  readonly images: RunImages;
  readonly pace: RunPace;
}

/** From here on there is a folder. */
async function trainWith(
  trainer: Trainer,
  { options, resumption, images, pace }: Plan,
  interruption: Interruption,
  terminal: Terminal,
): Promise<void> {
  const { folder, lock } = resumption ?? (await takePlace(options, images.data));
  const recipe = recipeOf({ ...options, data: images.data, learningRate: pace.learningRate });
  const report = reportFor(options, terminal);
  const { signal } = interruption;
  const run = new TrainingRun({ ...images, trainer, folder, report, signal, resumption, recipe, pace });
  interruption.onRequest = () => {
    report.close?.();
    warn(
      run.rating
        ? 'ending once the epoch is rated; Ctrl-C again quits at once, without it.'
        : 'ending after this step; Ctrl-C again quits at once.',
    );
  };
  await conclude(run, folder, terminal).finally(() => lock.release());
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

function reportFor({ json, epochs }: TrainOptions, terminal: Terminal): TrainingReport {
  return all([
    ...(terminal.live ? [liveReport(terminal, epochs)] : []),
    json ? jsonReport(terminal) : lineReport(terminal, epochs),
  ]);
}
