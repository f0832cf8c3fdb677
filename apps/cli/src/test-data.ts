import { formatShape } from '@cnn/tensor';
import { catalog, type DataChoice, type ImageSplits, isDrawnInAnySize, isFolder, taskOf } from './catalog.js';
import { type DataRequest, type LoadedData, loadData } from './data.js';
import { classesOf } from './detection.js';
import { UsageError } from './errors.js';
import type { FolderRequest } from './folder-data.js';
import { taskToldBy } from './model-task.js';
import { shownPath } from './paths.js';
import type { Terminal } from './terminal.js';
import type { SavedModel } from './weights.js';

/** Which images to test a saved model on, as far as they are not those that its run was tested on. */
type TestRequest = Pick<DataRequest, 'data' | 'dataDir' | 'limit' | 'skipBroken'>;

/**
 * Loads the images that a saved model is to be tested on.
 * @throws UsageError when nobody knows which, or the model takes others; DataError, DataUnavailableError
 */
export async function loadTestData(
  saved: SavedModel,
  request: TestRequest,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<LoadedData> {
  const complete = requested(request, saved);
  expectFitting(saved, complete.data);
  const loaded = await loadData(complete, terminal, signal);
  signal.throwIfAborted();
  if (isFolder(loaded.name)) expectClassesInFolder(saved, loaded.name, loaded.splits);
  return loaded;
}

/** As the model takes them. @throws UsageError when it takes no grey or colour images. */
function imagesFor({ model, path, imageResize }: SavedModel): FolderRequest {
  const [, height, width, imageChannels] = model.inputShape;
  if (!height || height !== width || (imageChannels !== 1 && imageChannels !== 3)) {
    throw new UsageError(
      `${shownPath(path)} takes inputs of shape ${formatShape(model.inputShape)}, and a folder gives squares, grey or in colour; choose another --data.`,
    );
  }
  return { imageSize: height, imageChannels, imageResize: imageResize ?? 'crop' };
}

/** What was asked for, else what the run was tested on. */
function requested(
  { data, dataDir, limit, skipBroken }: TestRequest,
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
    ...(isDrawnInAnySize(name) ? { imageSize: saved.model.inputShape[1] ?? undefined } : {}),
    ...(isFolder(name) && imagesFor(saved)),
    skipBroken: skipBroken ?? (isFolder(name) ? noted.skipBroken : undefined),
  };
}

/** @throws UsageError for what is known of a data set before any of it is loaded */
function expectFitting(saved: SavedModel, data: DataChoice): void {
  const { model, path } = saved;
  const [task, wanted] = [taskToldBy(model), taskOf(data)];
  if (task !== wanted) {
    throw new UsageError(
      `${data} is for ${wanted}, but ${shownPath(path)} is for ${task}; ${adviceFor(saved, data)}.`,
    );
  }
  if (isFolder(data)) return;
  const { imageShape, classes } = catalog[data];
  const [, ...takes] = model.inputShape;
  const side = takes[0] ?? imageShape[0];
  const images = isDrawnInAnySize(data) ? [side, side, imageShape[2]] : imageShape;
  if (formatShape(images) !== formatShape(takes)) {
    throw new UsageError(
      `The images of ${data} have the shape ${formatShape(images)}, but ${shownPath(path)} takes ${formatShape(takes)}; ${adviceFor(saved, data)}.`,
    );
  }
  expectClasses(saved, data, classes);
}

/** @throws UsageError when the classes in a folder are not those that the model tells apart */
function expectClassesInFolder(saved: SavedModel, data: DataChoice, { test }: ImageSplits): void {
  expectClasses(saved, data, test.classNames.length);
  const { classNames, path } = saved;
  if (classNames === undefined || classNames.join() === test.classNames.join()) return;
  throw new UsageError(
    `The folder has the classes ${test.classNames.join(', ')}, but ${shownPath(path)} tells ${classNames.join(', ')} apart; give its classes the names that it learned.`,
  );
}

function expectClasses(saved: SavedModel, data: DataChoice, classes: number): void {
  const told = classesOf(saved.model);
  if (told === classes) return;
  throw new UsageError(
    `${data} has ${classes} classes, but ${shownPath(saved.path)} tells ${told} apart; ${adviceFor(saved, data)}.`,
  );
}

function adviceFor({ data: learned }: SavedModel, data: DataChoice): string {
  if (learned === undefined) return 'choose another --data';
  return learned === data ? 'choose another --data-dir' : `choose --data ${learned}, which it was trained on`;
}
