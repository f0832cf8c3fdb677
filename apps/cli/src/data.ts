import { DataUnavailableError } from '@cnn/datasets';
import { ConfigError, DataError, formatShape } from '@cnn/tensor';
import {
  cacheRoot,
  catalog,
  type DataChoice,
  type DataName,
  drawScenes,
  drawSynthetic,
  fallbackData,
  folderNames,
  type ImageSplits,
  isDrawnInAnySize,
  isFolder,
  usualData,
} from './catalog.js';
import { UsageError } from './errors.js';
import { type FolderRequest, loadFolder } from './folder-data.js';
import { either } from './format.js';
import { givenPath } from './paths.js';
import { DownloadReport } from './report/download.js';
import { type Terminal, warn } from './terminal.js';

/** Which images a command works on. */
export interface DataRequest extends FolderRequest {
  /** Undefined: CIFAR-10, or the synthetic set when that cannot be had. */
  data?: DataChoice | undefined;
  limit?: number | undefined;
}

export interface LoadedData {
  name: DataChoice;
  splits: ImageSplits;
}

/**
 * Loads, and downloads if need be, what was asked for.
 * @param options.replaceable whether other images would do as well, as they do to train on
 * @throws UsageError, DataError and, for a data set asked for by name, DataUnavailableError.
 */
export async function loadData(
  request: DataRequest,
  terminal: Terminal,
  signal: AbortSignal,
  { replaceable = false } = {},
): Promise<LoadedData> {
  const { data, dataDir, limit } = request;
  const name = data ?? usualData('classification');
  try {
    return { name, splits: limited(await loadNamed(name, request, terminal, signal), limit) };
  } catch (error) {
    if (!(error instanceof DataUnavailableError))
      throw data === undefined ? explained(error, request) : error;
    if (data !== undefined || dataDir !== undefined)
      throw unavailable(name, error, replaceable ? [...ways, `use --data ${fallbackData}`] : ways);
    warn(`CIFAR-10 is not on this machine and ${reason(error)}; training on the built-in synthetic images.`);
    return { name: fallbackData, splits: drawSynthetic(limit) };
  }
}

/**
 * Has a data set on this machine from now on.
 * @throws DataError; DataUnavailableError when it cannot be had
 */
export async function fetchData(
  name: DataName,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<ImageSplits> {
  try {
    return await loadNamed(name, {}, terminal, signal);
  } catch (error) {
    if (!(error instanceof DataUnavailableError)) throw error;
    throw unavailable(name, error, [connect, nameCopy]);
  }
}

async function loadNamed(
  name: DataChoice,
  request: DataRequest,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<ImageSplits> {
  if (isFolder(name)) return loadFolder(name, request, terminal, signal);
  expectNoImageOptions(name, request);
  const { dataDir, limit, imageSize } = request;
  const { download } = catalog[name];
  if (!download) {
    if (dataDir === undefined) {
      return isDrawnInAnySize(name) ? drawScenes(name, limit, imageSize) : drawSynthetic(limit);
    }
    throw new UsageError(
      `--data-dir was given with ${name}, which is built in and has no files; leave out --data-dir, or name the data set that the folder holds with --data.`,
    );
  }
  const report = new DownloadReport(terminal);
  const mirror = process.env['CNN_MIRROR'];
  try {
    return await download.load({
      ...(dataDir === undefined ? {} : { folder: givenPath(dataDir) }),
      ...(mirror ? { mirror } : {}),
      cacheFolder: cacheRoot(),
      onProgress: (progress) => report.progress(progress),
      signal,
    });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new UsageError(error.message.replace('The mirror', 'CNN_MIRROR'), { cause: error });
  } finally {
    report.end();
  }
}

/** Only images of folders, and those that are drawn, come in all sizes, and only the former may be broken. */
function expectNoImageOptions(
  name: DataName,
  { imageSize, imageChannels, imageResize, skipBroken }: DataRequest,
): void {
  if (skipBroken) {
    throw new UsageError(
      `--skip-broken is for --data folder, mask-folder and box-folder; of ${name} no file can be left out, so leave out the option.`,
    );
  }
  if (
    (imageSize === undefined || isDrawnInAnySize(name)) &&
    imageChannels === undefined &&
    imageResize === undefined
  )
    return;
  const shape = formatShape(catalog[name].imageShape);
  throw new UsageError(
    `--image-size, --image-channels and --image-resize are for --data folder, mask-folder and box-folder; the images of ${name} have the shape ${shape}, so leave them out.`,
  );
}

/** What can be done where files cannot be downloaded. */
const connect = 'connect and run again';
const nameCopy = "name a copy's address in CNN_MIRROR";
const ways = [connect, 'name a folder that holds its files with --data-dir', nameCopy];

/** The same error in the words of the command line: options for the library's, and the way round it. */
function unavailable(
  name: DataChoice,
  error: DataUnavailableError,
  instead: readonly string[],
): DataUnavailableError {
  return new DataUnavailableError(
    `${name} is not on this machine and ${reason(error)}; ${either(instead)}.`,
    { cause: error },
  );
}

/** What is wrong with a folder that nobody said the kind of, in case it is none of the official files. */
function explained(error: unknown, { dataDir }: DataRequest): unknown {
  if (!(error instanceof DataError) || dataDir === undefined) return error;
  const { message } = error;
  return new UsageError(
    `--data-dir was given without --data, which means cifar10. For images of your own add ${either(folderNames.map((name) => `--data ${name}`))}; as for CIFAR-10: ${message}`,
  );
}

/** Such as `www.cs.toronto.edu could not be reached (ENOTFOUND)`: what went wrong, without advice. */
function reason({ message }: Error): string {
  return message.split(/, so |\.\s|\.$/, 1)[0]!;
}

function limited(splits: ImageSplits, limit: number | undefined): ImageSplits {
  if (limit === undefined) return splits;
  return { ...splits, train: splits.train.take(limit), test: splits.test.take(limit) };
}
