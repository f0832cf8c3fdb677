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
  if (data !== undefined || dataDir !== undefined) {
    const name = data ?? 'cifar10';
    return { name, splits: limited(await loadNamed(name, request, terminal, signal), limit) };
  }
  try {
    return { name: 'cifar10', splits: limited(await loadNamed('cifar10', request, terminal, signal), limit) };
  } catch (error) {
    if (!(error instanceof DataUnavailableError)) throw error;
    warn(`CIFAR-10 cannot be had (${firstSentence(error.message)}); the built-in synthetic images are used.`);
    return { name: 'synthetic', splits: drawSynthetic(limit) };
  }
}

/** Puts one data set into the cache, or finds it there. */
export function fetchData(name: DataName, terminal: Terminal, signal: AbortSignal): Promise<DatasetSplits> {
  return loadNamed(name, {}, terminal, signal);
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
  } catch (error) {
    throw error instanceof DataUnavailableError ? unavailable(name, error) : error;
  } finally {
    report.end();
  }
}

/** The same error in the words of the command line: options for the library's, and the way round it. */
function unavailable(name: DataName, error: DataUnavailableError): DataUnavailableError {
  return new DataUnavailableError(
    `${firstSentence(error.message)}; connect and run again, name a folder that holds the files with --data-dir, name a copy's address in CNN_MIRROR, or use --data synthetic instead of ${name}.`,
    { cause: error },
  );
}

function limited({ train, test, source }: DatasetSplits, limit: number | undefined): DatasetSplits {
  if (limit === undefined) return { train, test, source };
  return { train: train.take(limit), test: test.take(limit), source };
}

function firstSentence(text: string): string {
  return text.split(/\.\s|\.$/, 1)[0]!;
}
