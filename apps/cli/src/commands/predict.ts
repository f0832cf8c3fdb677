import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Session, type Tensor } from '@cnn/tensor';
import type { Command } from 'commander';
import { Classifier } from '../classifier.js';
import { command } from '../command.js';
import * as common from '../common-settings.js';
import { UsageError } from '../errors.js';
import { Interruption } from '../interruption.js';
import { examples } from '../invocation.js';
import { path, wholeNumber } from '../kinds.js';
import { givenPath, shownPath } from '../paths.js';
import { type Prediction, reportPrediction } from '../report/predictions.js';
import { required, type Values, withDefault } from '../settings.js';
import { fail, Terminal } from '../terminal.js';
import { given, refusingKernels } from '../trainer.js';
import { loadWeights } from '../weights.js';

const settings = {
  weights: required(path('<run|file>'), 'run folder that train made, or a .safetensors file'),
  top: withDefault(wholeNumber(1, 3), 3, 'how many classes to show, the likeliest first'),
  batchSize: common.batchSize('images computed together'),
  threads: common.threads,
  variant: common.variant,
  json: common.json('one object a line: file and predictions, or file and error'),
};

type PredictOptions = Values<typeof settings>;

/** `predict`: what a saved model sees in image files. */
export function predictCommand(): Command {
  return command('predict', 'Tell what a saved model sees in image files.', settings)
    .argument('<image...>', 'JPEG, PNG or WebP files, or folders of them')
    .addHelpText('after', help)
    .action(predict);
}

const help = `
Images become what the model takes: resized as its training images were, and grey or in colour.
A file that cannot be decoded is named with the reason; the others are predicted, and the exit code is 2.
${examples([
  ['predict --weights runs/pets cat.jpg dog.png', 'Two files'],
  ['predict --weights runs/pets --top 1 holidays', 'All images in a folder'],
  ['predict --weights runs/pets --json *.jpg', 'For a program'],
])}`;

async function predict(typed: readonly string[], options: PredictOptions): Promise<void> {
  const { threads, variant } = options;
  const interruption = new Interruption();
  try {
    const classifier = new Classifier(await loadWeights(options.weights));
    const files = (await Promise.all(typed.map(filesAt))).flat();
    const session = await refusingKernels(() => Session.create(given({ threads, variant })));
    try {
      await predictAll(files, classifier, session, options, interruption.signal);
    } finally {
      await session.close();
    }
  } finally {
    interruption.end();
  }
}

/** The file itself, or the images of a folder, at any depth, in order. */
async function filesAt(typed: string): Promise<string[]> {
  const path = givenPath(typed);
  const isFolder = (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
  if (!isFolder) return [path];
  const names = (await readdir(path, { recursive: true })).filter((name) =>
    /\.(jpe?g|png|webp)$/i.test(name),
  );
  if (names.length > 0) return names.sort().map((name) => join(path, name));
  throw new UsageError(
    `There are no images in the folder ${shownPath(path)}; expected files that end in .jpg, .jpeg, .png or .webp. Name another folder, or the files.`,
  );
}

async function predictAll(
  files: readonly string[],
  classifier: Classifier,
  session: Session,
  options: PredictOptions,
  signal: AbortSignal,
): Promise<void> {
  const { batchSize, top } = options;
  const terminal = new Terminal(options);
  let failed = 0;
  for (let begin = 0; begin < files.length; begin += batchSize) {
    signal.throwIfAborted();
    const batch = files.slice(begin, begin + batchSize);
    const images = await Promise.all(batch.map((file) => classifier.imageIn(file).catch(asError)));
    const decoded = images.filter((image): image is Tensor<'u8'> => !(image instanceof Error));
    const guesses = decoded.length === 0 ? [] : await classifier.guess(decoded, top, session);
    for (const [index, image] of images.entries()) {
      const file = shownPath(batch[index]!);
      if (image instanceof Error) failed++;
      report(
        image instanceof Error ? { file, error: image.message } : { file, predictions: guesses.shift()! },
      );
    }
  }
  if (failed > 0) throw unreadable(failed, files.length);

  function report(prediction: Prediction): void {
    if (options.json) terminal.object(prediction);
    else if ('error' in prediction) fail(prediction.error);
    else reportPrediction(prediction, terminal);
  }
}

/** @throws what is not to do with the file */
function asError(error: unknown): Error {
  if (error instanceof Error && error.name === 'DataError') return error;
  throw error;
}

function unreadable(failed: number, total: number): UsageError {
  const them = failed === 1 ? 'it' : 'them';
  return new UsageError(
    `${failed} of ${total} ${total === 1 ? 'image' : 'images'} could not be read; mend ${them} or leave ${them} out.`,
  );
}
