import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { imageFilesIn } from '@cnn/datasets';
import { Session } from '@cnn/tensor';
import type { Command } from 'commander';
import { Classifier } from '../classifier.js';
import { command } from '../command.js';
import * as common from '../common-settings.js';
import { UsageError } from '../errors.js';
import { Finder } from '../finder.js';
import { counted } from '../format.js';
import type { HelpBelow } from '../help.js';
import { Interruption } from '../interruption.js';
import { fraction, path, wholeNumber } from '../kinds.js';
import { taskToldBy } from '../model-task.js';
import { givenPath, shownPath } from '../paths.js';
import type { Picture } from '../picture.js';
import { PictureFolder } from '../picture-folder.js';
import { PhaseReport } from '../report/phase.js';
import { Segmenter } from '../segmenter.js';
import { optional, required, type Values } from '../settings.js';
import { fail, Terminal } from '../terminal.js';
import { given, refusingKernels } from '../trainer.js';
import type { Answer, Viewer } from '../viewer.js';
import { loadWeights, type SavedModel } from '../weights.js';

/** Where nobody says otherwise; that neither was given is told from that. */
const usual = { top: 3, score: 0.3 };

const settings = {
  weights: required(path('<run|file>'), 'run folder that train made, or a .safetensors file'),
  top: optional(
    wholeNumber(1, usual.top),
    `how many classes to show, the likeliest first (default: ${usual.top})`,
  ),
  score: optional(
    fraction(usual.score),
    `of detectors, how sure they must be of an object (default: ${usual.score})`,
  ),
  out: optional(
    path('<dir>'),
    'new or empty folder for pictures: with the boxes of detectors drawn, or masks of the classes of pixels',
  ),
  batchSize: common.batchSize('images computed together'),
  threads: common.threads,
  variant: common.variant,
  json: common.json('one object a line: file and predictions, objects or classes, or file and error'),
};

type PredictOptions = Values<typeof settings>;

/** `predict`: what a saved model sees in image files. */
export function predictCommand(): Command {
  return command('predict', 'Tell what a saved model sees in image files.', settings, help)
    .argument('<image...>', 'JPEG, PNG or WebP files, or folders of them')
    .action(predict);
}

const help: HelpBelow = {
  notes: [
    'Images become what the model takes: resized as its training images were, and grey or in colour.',
    'Detectors tell where objects are, in pixels of the file. Of classes of pixels it is told how large they are; --out gets a mask of each file, a PNG whose numbers are the classes, and the picture tinted with it.',
    'A file that cannot be decoded is named with the reason; the others are predicted, and the exit code is 2.',
  ],
  examples: [
    ['predict --weights runs/pets cat.jpg dog.png', 'Two files'],
    ['predict --weights runs/pets --top 1 holidays', 'All images in a folder'],
    [
      'predict --weights runs/shapes --out found photo.jpg',
      'Objects, framed in a picture in the folder found',
    ],
    ['predict --weights runs/cells --out masks photos', 'Masks of all images in a folder'],
    ['predict --weights runs/pets --json *.jpg', 'For a program'],
  ],
};

async function predict(typed: readonly string[], options: PredictOptions): Promise<void> {
  const { threads, variant } = options;
  const interruption = new Interruption();
  try {
    const saved = await loadWeights(options.weights);
    const folder = options.out === undefined ? undefined : await PictureFolder.named(options.out);
    const viewer = viewerFor(saved, options, folder);
    const files = (await Promise.all(typed.map(filesAt))).flat();
    const session = await refusingKernels(() => Session.create(given({ threads, variant })));
    try {
      const failures = await predictAll(files, viewer, session, options, interruption.signal);
      if (folder && !options.json) sayWritten(folder, new Terminal(options));
      if (failures.length > 0) throw unreadable(failures, files.length);
    } finally {
      await session.close();
    }
  } finally {
    interruption.end();
  }
}

/** @throws UsageError when the model cannot see images, or an option is not for what it tells */
function viewerFor(
  saved: SavedModel,
  { top, score }: PredictOptions,
  folder: PictureFolder | undefined,
): Viewer {
  const what = shownPath(saved.path);
  const task = taskToldBy(saved.model);
  if (task === 'detection') {
    if (top !== undefined) {
      throw new UsageError(
        `--top was given with ${what}, which finds objects; leave it out, or use --score.`,
      );
    }
    return new Finder(saved, score ?? usual.score, folder);
  }
  if (task === 'segmentation') {
    const stray = top !== undefined ? '--top' : score !== undefined ? '--score' : undefined;
    if (stray === undefined) return new Segmenter(saved, folder);
    throw new UsageError(`${stray} was given with ${what}, which tells classes of pixels; leave it out.`);
  }
  const stray = score !== undefined ? '--score' : folder ? '--out' : undefined;
  const classifier = new Classifier(saved, top ?? usual.top);
  if (stray === undefined) return classifier;
  throw new UsageError(`${stray} was given with ${what}, which tells classes of images; leave it out.`);
}

/** The file itself, or the images of a folder, those that training would find there. */
async function filesAt(typed: string): Promise<string[]> {
  const path = givenPath(typed);
  const isFolder = (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
  if (!isFolder) return [path];
  const found = await imageFilesIn(path);
  if (found.length > 0) return found.map((file) => join(path, file));
  throw new UsageError(
    `There are no images in the folder ${shownPath(path)}; expected files that end in .jpg, .jpeg, .png or .webp. Name another folder, or the files.`,
  );
}

/** Predicts and says so, file by file. @returns why some could not be read */
async function predictAll(
  files: readonly string[],
  viewer: Viewer,
  session: Session,
  options: PredictOptions,
  signal: AbortSignal,
): Promise<Error[]> {
  const { batchSize } = options;
  const terminal = new Terminal(options);
  const progress = new PhaseReport(terminal);
  const failures: Error[] = [];
  try {
    for (let begin = 0; begin < files.length; begin += batchSize) {
      signal.throwIfAborted();
      const batch = files.slice(begin, begin + batchSize);
      const answers = await answersFor(batch, viewer, session, (share) => {
        progress.progress('predicting', (begin + share * batch.length) / files.length);
      });
      progress.clear();
      for (const [index, answer] of answers.entries()) {
        if (answer instanceof Error) failures.push(answer);
        // Why the only file cannot be read is why the command fails, and told as that.
        if (answer instanceof Error && files.length === 1 && !options.json) continue;
        tell(batch[index]!, answer, options, terminal);
      }
    }
  } finally {
    progress.clear();
  }
  return failures;
}

/** What the model says of each file, or why the file cannot be read. */
async function answersFor(
  files: readonly string[],
  viewer: Viewer,
  session: Session,
  onProgress: (share: number) => void,
): Promise<(Answer | Error)[]> {
  let read = 0;
  // To read the files and to look at them are taken for halves of the work.
  const tell = (): void => onProgress(read / files.length / 2);
  tell();
  const pictures = await Promise.all(
    files.map(async (file) => {
      const picture = await viewer.read(file).catch(asError);
      read++;
      tell();
      return picture;
    }),
  );
  const decoded = pictures.filter((picture): picture is Picture => !(picture instanceof Error));
  const answers = decoded.length === 0 ? [] : await viewer.view(decoded, session);
  return pictures.map((picture) => (picture instanceof Error ? picture : answers.shift()!));
}

/** @throws what is not to do with the file */
function asError(error: unknown): Error {
  if (error instanceof Error && error.name === 'DataError') return error;
  throw error;
}

function tell(path: string, answer: Answer | Error, { json }: PredictOptions, terminal: Terminal): void {
  const file = shownPath(path);
  if (answer instanceof Error) {
    if (json) terminal.object({ file, error: answer.message });
    else fail(answer.message);
  } else if (json) {
    terminal.object({ file, ...answer.fields });
  } else {
    terminal.line(terminal.colours.bold(file));
    answer.print(terminal);
  }
}

function sayWritten({ size, path }: PictureFolder, terminal: Terminal): void {
  if (size > 0) terminal.line(`wrote ${counted(size, 'picture')} to ${shownPath(path)}`);
}

function unreadable(failures: readonly Error[], total: number): Error {
  if (total === 1) return failures[0]!;
  const them = failures.length === 1 ? 'it' : 'them';
  return new UsageError(
    `${failures.length} of ${total} images could not be read; mend ${them} or leave ${them} out.`,
  );
}
