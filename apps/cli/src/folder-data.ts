import { type ImageFolderSplits, imageFolder, type ResizeMode } from '@cnn/datasets';
import { DataError } from '@cnn/tensor';
import { cacheRoot } from './catalog.js';
import { UsageError } from './errors.js';
import { count } from './format.js';
import { DecodingReport } from './report/decoding.js';
import { type Terminal, warn } from './terminal.js';

/** Which images of whose folder, and as what. */
export interface FolderRequest {
  dataDir?: string | undefined;
  /** Default 64. */
  imageSize?: number | undefined;
  imageChannels?: 1 | 3 | undefined;
  imageResize?: ResizeMode | undefined;
  skipBroken?: boolean | undefined;
}

/** How many files a note names. */
const named = 5;

/**
 * The images of a folder, decoded if need be.
 * @throws UsageError when no folder was named; DataError when it cannot be used, or files cannot.
 */
export async function loadFolder(
  { dataDir, imageSize = 64, imageChannels = 3, imageResize = 'crop', skipBroken = false }: FolderRequest,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<ImageFolderSplits> {
  if (dataDir === undefined) {
    throw new UsageError(
      '--data folder was given without --data-dir; expected a folder with a folder of images for each class, so name one with --data-dir.',
    );
  }
  const report = new DecodingReport(terminal);
  try {
    const splits = await imageFolder(dataDir, {
      size: imageSize,
      channels: imageChannels,
      resize: imageResize,
      skipBroken,
      cacheFolder: cacheRoot(),
      onProgress: (progress) => report.progress(progress),
      signal,
    });
    sayWhatIsMissing(splits);
    return splits;
  } catch (error) {
    throw inOptions(error);
  } finally {
    report.end();
  }
}

function sayWhatIsMissing({ skipped }: ImageFolderSplits): void {
  if (skipped.length === 0) return;
  const list = skipped.slice(0, named).map(({ path, reason }) => `${path}: ${reason}`);
  const more = skipped.length > named ? `; and ${skipped.length - named} more` : '';
  const files = skipped.length === 1 ? '1 file was' : `${count(skipped.length)} files were`;
  warn(`${files} left out (${list.join('; ')}${more}).`);
}

/** The same error in the words of the command line. */
function inOptions(error: unknown): unknown {
  if (!(error instanceof DataError)) return error;
  return new DataError(error.message.replace('set skipBroken', 'give --skip-broken'), { cause: error });
}
