import { type DatasetSplits, DataUnavailableError } from '@cnn/datasets';
import { cacheRoot, catalog, type DataName, drawSynthetic } from './catalog.js';
import { UsageError } from './errors.js';
import { givenPath } from './paths.js';
import { DownloadReport } from './report/download.js';
import { type Terminal, warn } from './terminal.js';

/** Which images a command works on. */
export interface DataRequest {
  /** Undefined: CIFAR-10, or the synthetic set when that cannot be had. */
  data?: DataName | undefined;
  dataDir?: string | undefined;
  limit?: number | undefined;
}

export interface LoadedData {
  name: DataName;
  splits: DatasetSplits;
}

/**
 * Loads, and downloads if need be, what was asked for.
 * @throws UsageError, DataError and, for a data set asked for by name, DataUnavailableError.
 */
export async function loadData(
  request: DataRequest,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<LoadedData> {
  const { data, dataDir, limit } = request;
  const name = data ?? 'cifar10';
  try {
    return { name, splits: limited(await loadNamed(name, request, terminal, signal), limit) };
  } catch (error) {
    if (!(error instanceof DataUnavailableError)) throw error;
    if (data !== undefined || dataDir !== undefined) throw unavailable(name, error);
    warn(`CIFAR-10 is not on this machine and ${reason(error)}; training on the built-in synthetic images.`);
    return { name: 'synthetic', splits: drawSynthetic(limit) };
  }
}

async function loadNamed(
  name: DataName,
  { dataDir, limit }: DataRequest,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<DatasetSplits> {
  const { download } = catalog[name];
  if (!download) {
    if (dataDir === undefined) return drawSynthetic(limit);
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
  } finally {
    report.end();
  }
}

/** The same error in the words of the command line: options for the library's, and the way round it. */
function unavailable(name: DataName, error: DataUnavailableError): DataUnavailableError {
  return new DataUnavailableError(
    `${name} is not on this machine and ${reason(error)}; connect and run again, name a folder that holds its files with --data-dir, name a copy's address in CNN_MIRROR, or use --data synthetic.`,
    { cause: error },
  );
}

/** Such as `www.cs.toronto.edu could not be reached (ENOTFOUND)`: what went wrong, without advice. */
function reason({ message }: Error): string {
  return message.split(/, so |\.\s|\.$/, 1)[0]!;
}

function limited({ train, test, source }: DatasetSplits, limit: number | undefined): DatasetSplits {
  if (limit === undefined) return { train, test, source };
  return { train: train.take(limit), test: test.take(limit), source };
}
