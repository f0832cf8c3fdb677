import { Dataset, SegmentationDataset } from '@cnn/datasets';
import { type AveragePrecisions, isDetector } from '@cnn/detection';
import type { ConfusionMatrix } from '@cnn/train';
import type { Command } from 'commander';
import type { DataChoice, ImageSplits } from '../catalog.js';
import { command } from '../command.js';
import * as common from '../common-settings.js';
import { UsageError } from '../errors.js';
import { type EndEvent, peakMemoryMB } from '../events.js';
import { count, duration, percent } from '../format.js';
import { Interruption } from '../interruption.js';
import { flag, path } from '../kinds.js';
import { mirrorAccuracy } from '../mirror-accuracy.js';
import { taskToldBy } from '../model-task.js';
import { shownPath } from '../paths.js';
import { confusionLines } from '../report/confusion.js';
import { testFigures } from '../report/lines.js';
import { PhaseReport } from '../report/phase.js';
import { optional, required, type Values } from '../settings.js';
import { Terminal } from '../terminal.js';
import { loadTestData } from '../test-data.js';
import { endFigures, type TestOptions, testOn } from '../test-figures.js';
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
  mirror: optional(flag, 'of classifiers, average what is said of an image and of its mirror image, too'),
  threads: common.threads,
  variant: common.variant,
  json: common.json('one JSON object, the event end as train --json writes it'),
};

type EvaluateOptions = Values<typeof settings>;

/** `evaluate`: saved weights on test images. */
export function evaluateCommand(): Command {
  return command('evaluate', 'Test a saved model on the test images of a data set.', settings, {
    examples: [
      ['evaluate --weights runs/my-run', 'On what it was trained on'],
      ['evaluate --weights runs/my-run --confusion', 'And what was taken for what'],
      ['evaluate --weights runs/my-run --mirror', 'And how good two looks at each image are'],
      [
        'evaluate --weights model.safetensors --data mnist --data-dir ./mnist',
        'A file, on files of this machine',
      ],
    ],
  }).action(evaluate);
}

async function evaluate(options: EvaluateOptions): Promise<void> {
  const terminal = new Terminal(options);
  const interruption = new Interruption();
  const { signal } = interruption;
  try {
    const saved = await loadWeights(options.weights);
    expectClassesFor(options, saved);
    expectClassifierFor(options, saved);
    const { name, splits } = await loadTestData(saved, options, terminal, signal);
    const report = new PhaseReport(terminal);
    const { event, confusion, averagePrecisions, mirrored } = await test(saved, splits, options, {
      signal,
      onPhase: (name, share) => report.progress(name, share),
    }).finally(() => report.clear());
    const { classNames } = splits.test;
    if (options.json) {
      terminal.object({
        ...event,
        ...(mirrored !== undefined && { testMirrorAccuracy: mirrored }),
        ...(confusion && { classNames, confusionMatrix: confusion }),
        ...(averagePrecisions && { classNames, averagePrecisions: averagePrecisions.perClass }),
      });
      return;
    }
    terminal.paragraph(line(saved, name, event, splits, terminal));
    if (mirrored !== undefined) {
      terminal.line(`with mirror images: accuracy ${terminal.colours.green(percent(mirrored))}`);
    }
    if (averagePrecisions) {
      for (const each of precisionLines(averagePrecisions, classNames)) terminal.line(each);
    }
    if (!confusion) return;
    terminal.line();
    const counted = splits.test instanceof SegmentationDataset ? 'pixels' : 'images';
    const { columns } = terminal;
    for (const each of confusionLines(confusion, classNames, { counted, columns })) terminal.line(each);
  } finally {
    interruption.end();
  }
}

/** What a test found. */
interface Tested {
  event: EndEvent;
  /** When it was asked for. */
  confusion: ConfusionMatrix | undefined;
  /** Of a detector. */
  averagePrecisions: AveragePrecisions | undefined;
  /** Accuracy with mirror images, when it was asked for. */
  mirrored: number | undefined;
}

async function test(
  { model, recipe: { labelSmoothing = 0 } }: SavedModel,
  splits: ImageSplits,
  options: EvaluateOptions,
  { signal, onPhase }: Pick<TestOptions, 'signal' | 'onPhase'>,
): Promise<Tested> {
  const trainer = await openTrainer(model, { ...options, optimizer: 'adam', labelSmoothing });
  const { batchSize } = options;
  try {
    const began = performance.now();
    const { figures, averagePrecisions, confusion } = await testOn(trainer, splits.test, {
      batchSize,
      signal,
      confusion: options.confusion,
      onPhase,
    });
    const seconds = (performance.now() - began) / 1000;
    const event: EndEvent = {
      event: 'end',
      ...endFigures(figures),
      seconds,
      imagesPerSecond: splits.test.length / seconds,
      peakMemoryMB: peakMemoryMB(),
    };
    const { session } = trainer;
    const onProgress = (share: number): void => onPhase?.('testing with mirror images', share);
    const mirrored =
      options.mirror && splits.test instanceof Dataset
        ? await mirrorAccuracy(model, splits.test, { batchSize, session, signal, onProgress })
        : undefined;
    return { event, confusion, averagePrecisions, mirrored };
  } finally {
    await trainer.close();
  }
}

function line(
  { path }: SavedModel,
  data: DataChoice,
  event: EndEvent,
  { test }: ImageSplits,
  { colours }: Terminal,
): string {
  return [
    `${shownPath(path)} on ${count(test.length)} test images of ${data}:`,
    ...testFigures(event, colours),
    colours.dim(duration(event.seconds)),
    colours.dim(`${count(event.imagesPerSecond)} images/s`),
  ].join('  ');
}

/** What a detector is worth for each class. */
function precisionLines({ perClass }: AveragePrecisions, classNames: readonly string[]): string[] {
  const width = Math.max(...classNames.map((name) => name.length));
  return perClass.map((value, label) => {
    const figure = Number.isNaN(value) ? 'no object of it' : value.toFixed(3);
    return `  ${classNames[label]!.padEnd(width)}  average precision ${figure}`;
  });
}

/** @throws UsageError when mirror images are asked for of what tells no classes of images */
function expectClassifierFor({ mirror }: EvaluateOptions, { model, path }: SavedModel): void {
  const task = taskToldBy(model);
  if (!mirror || task === 'classification') return;
  throw new UsageError(
    `--mirror was given with ${shownPath(path)}, which is for ${task}; it is for models that tell the class of an image, so leave it out.`,
  );
}

/** @throws UsageError when confusions are asked for of what has none */
function expectClassesFor({ confusion }: EvaluateOptions, { model, path }: SavedModel): void {
  if (!confusion || !isDetector(model)) return;
  throw new UsageError(
    `--confusion was given with ${shownPath(path)}, which finds objects and does not take one image for another; leave it out, average precisions by class are shown anyway.`,
  );
}
