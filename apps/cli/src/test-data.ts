import { formatShape } from '@cnn/tensor';
import { type DataChoice, type ImageSplits, isDrawnInAnySize, isFolder } from './catalog.js';
import { type DataRequest, type LoadedData, loadData } from './data.js';
import { classesOf } from './detection.js';
import { UsageError } from './errors.js';
import type { FolderRequest } from './folder-data.js';
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
  const { name, splits } = await loadData(complete, terminal, signal);
  signal.throwIfAborted();
  expectFitting(saved, complete.data, splits);
  return { name, splits };
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
    ...(isFolder(name) ? { ...imagesFor(saved), skipBroken: skipBroken ?? noted.skipBroken } : {}),
  };
}

/** @throws UsageError when the model takes other images, or knows another number of classes. */
function expectFitting(
  { model, path, data: learned, classNames }: SavedModel,
  data: DataChoice,
  { test }: ImageSplits,
): void {
  const [, ...takes] = model.inputShape;
  const images = test.x.shape.slice(1);
  const classes = classesOf(model);
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
  if (isFolder(data) && classNames !== undefined && classNames.join() !== test.classNames.join()) {
    throw new UsageError(
      `The folder has the classes ${test.classNames.join(', ')}, but ${shownPath(path)} tells ${classNames.join(', ')} apart; give its classes the names that it learned.`,
    );
  }
}
