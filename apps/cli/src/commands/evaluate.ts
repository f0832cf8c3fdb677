import type { DatasetSplits } from '@cnn/datasets';
import { formatShape } from '@cnn/tensor';
import type { ConfusionMatrix } from '@cnn/train';
import type { Command } from 'commander';
import type { DataChoice } from '../catalog.js';
import { command } from '../command.js';
import * as common from '../common-settings.js';
import { type DataRequest, loadData } from '../data.js';
import { UsageError } from '../errors.js';
import { type EndEvent, peakMemoryMB } from '../events.js';
import type { FolderRequest } from '../folder-data.js';
import { count, duration, loss, percent } from '../format.js';
import { Interruption } from '../interruption.js';
import { examples } from '../invocation.js';
import { flag, path } from '../kinds.js';
import { shownPath } from '../paths.js';
import { confusionLines } from '../report/confusion.js';
import { optional, required, type Values } from '../settings.js';
import { Terminal } from '../terminal.js';
import { openTrainer } from '../trainer.js';
import { loadWeights, type SavedModel } from '../weights.js';

const settings = {
  weights: required(path('<run|file>'), 'run folder that train made, or a .safetensors file'),
  data: common.data('whose test images (default: the data set that it was trained on)'),
  dataDir: common.dataDir,
  skipBroken: common.skipBroken,
  limit: common.limit('use the first n test images only (default: as many as the run did)'),
  batchSize: common.batchSize('images computed together'),
  confusion: optional(flag, 'count what the images of each class were taken for, too'),
  threads: common.threads,
  variant: common.variant,
  json: common.json('one JSON object, the event end as train --json writes it'),
};

type EvaluateOptions = Values<typeof settings>;

/** `evaluate`: saved weights on test images. */
export function evaluateCommand(): Command {
  return command('evaluate', 'Test a saved model on the test images of a data set.', settings)
    .addHelpText(
      'after',
      examples([
        ['evaluate --weights runs/my-run', 'On what it was trained on'],
        ['evaluate --weights runs/my-run --confusion', 'And what was taken for what'],
        [
          'evaluate --weights model.safetensors --data mnist --data-dir ./mnist',
          'A file, on files of this machine',
        ],
      ]),
    )
    .action(evaluate);
}

async function evaluate(options: EvaluateOptions): Promise<void> {
  const terminal = new Terminal(options);
  const interruption = new Interruption();
  const { signal } = interruption;
  try {
    const saved = await loadWeights(options.weights);
    const request = requested(options, saved);
    const { splits } = await loadData(request, terminal, signal);
    signal.throwIfAborted();
    expectFitting(saved, request.data, splits);
    const { event, confusion } = await test(saved, splits, options, signal);
    const { classNames } = splits.test;
    if (options.json) {
      terminal.object(confusion ? { ...event, classNames, confusionMatrix: confusion } : event);
      return;
    }
    terminal.line(line(saved, request.data, event, splits, terminal));
    if (!confusion) return;
    terminal.line();
    for (const each of confusionLines(confusion, classNames, terminal.columns)) terminal.line(each);
  } finally {
    interruption.end();
  }
}

/** As the model takes them. @throws UsageError when it takes no grey or colour images. */
function imagesFor({ model, path, imageResize }: SavedModel): FolderRequest {
  const [, height, width, imageChannels] = model.inputShape;
  if (!height || !width || (imageChannels !== 1 && imageChannels !== 3)) {
    throw new UsageError(
      `${shownPath(path)} takes inputs of shape ${formatShape(model.inputShape)}, and a folder has grey or colour images; choose another --data.`,
    );
  }
  return { imageSize: { height, width }, imageChannels, imageResize };
}

/** What was asked for, else what the run was tested on. */
function requested(
  { data, dataDir, limit, skipBroken }: EvaluateOptions,
  saved: SavedModel,
): DataRequest & { data: DataChoice } {
  const { data: learned, path, recipe } = saved;
  const name = data ?? learned;
  if (name === undefined) {
    throw new UsageError(
      `${shownPath(path)} does not say which data set it was trained on; expected one to test it with, so name it with --data.`,
    );
  }
  const noted = recipe.data === name ? recipe : {};
  return {
    data: name,
    dataDir: dataDir ?? noted.dataDir,
    limit: limit ?? noted.limit,
    ...(name === 'folder' ? { ...imagesFor(saved), skipBroken: skipBroken ?? noted.skipBroken } : {}),
  };
}

/** @throws UsageError when the model takes other images, or knows another number of classes. */
function expectFitting(
  { model, path, data: learned, classNames }: SavedModel,
  data: DataChoice,
  { test }: DatasetSplits,
): void {
  const [, ...takes] = model.inputShape;
  const images = test.x.shape.slice(1);
  const classes = model.outputShape.at(-1);
  const advice =
    learned === undefined ? 'choose another --data' : `choose --data ${learned}, which it was trained on`;
  if (formatShape(images) !== formatShape(takes)) {
    throw new UsageError(
      `The images of ${data} have the shape ${formatShape(images)}, but ${shownPath(path)} takes ${formatShape(takes)}; ${advice}.`,
    );
  }
  if (test.classNames.length !== classes) {
    throw new UsageError(
      `${data} has ${test.classNames.length} classes, but ${shownPath(path)} tells ${classes} apart; ${advice}.`,
    );
  }
  if (data === 'folder' && classNames !== undefined && classNames.join() !== test.classNames.join()) {
    throw new UsageError(
      `The folder has the classes ${test.classNames.join(', ')}, but ${shownPath(path)} tells ${classNames.join(', ')} apart; give the folders the names that it learned.`,
    );
  }
}

/** What a test found. */
interface Tested {
  event: EndEvent;
  /** When it was asked for. */
  confusion: ConfusionMatrix | undefined;
}

async function test(
  { model, recipe: { labelSmoothing = 0 } }: SavedModel,
  splits: DatasetSplits,
  options: EvaluateOptions,
  signal: AbortSignal,
): Promise<Tested> {
  const trainer = await openTrainer(model, { ...options, optimizer: 'adam', labelSmoothing });
  const { batchSize } = options;
  try {
    const began = performance.now();
    const figures = await trainer.evaluate(splits.test, { batchSize, signal });
    const seconds = (performance.now() - began) / 1000;
    const confusion = options.confusion
      ? await trainer.confusionMatrix(splits.test, { batchSize, signal })
      : undefined;
    const event: EndEvent = {
      event: 'end',
      testLoss: figures['loss']!,
      testAccuracy: figures['accuracy']!,
      seconds,
      imagesPerSecond: splits.test.length / seconds,
      peakMemoryMB: peakMemoryMB(),
    };
    return { event, confusion };
  } finally {
    await trainer.close();
  }
}

function line(
  { path }: SavedModel,
  data: DataChoice,
  { testLoss, testAccuracy, seconds, imagesPerSecond }: EndEvent,
  { test }: DatasetSplits,
  { colours }: Terminal,
): string {
  return [
    `${shownPath(path)} on ${count(test.length)} test images of ${data}:`,
    `loss ${loss(testLoss)}`,
    `accuracy ${colours.green(percent(testAccuracy))}`,
    colours.dim(duration(seconds)),
    colours.dim(`${count(imagesPerSecond)} images/s`),
  ].join('  ');
}
