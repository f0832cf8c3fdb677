import {
  type BoxFolderSplits,
  boxFolder,
  type ImageFolderSplits,
  imageFolder,
  type MaskFolderSplits,
  maskFolder,
  type ResizeMode,
} from '@cnn/datasets';
import { DataError } from '@cnn/tensor';
import { cacheRoot, type FolderName, usualImages } from './catalog.js';
import { UsageError } from './errors.js';
import { count } from './format.js';
import { DecodingReport } from './report/decoding.js';
import { type Terminal, warn } from './terminal.js';

/** Which images of whose folder, and as what. */
export interface FolderRequest {
  dataDir?: string | undefined;
  imageSize?: number | undefined;
  imageChannels?: 1 | 3 | undefined;
  imageResize?: ResizeMode | undefined;
  skipBroken?: boolean | undefined;
}

/** How many files a note names. */
const named = 5;

/** How a folder of each kind is read, and what has to be in it. */
const kinds = {
  folder: { read: imageFolder, holds: 'a folder of images for each class' },
  'mask-folder': { read: maskFolder, holds: 'the folders images and masks' },
  'box-folder': { read: boxFolder, holds: 'images and the boxes of their objects' },
} as const satisfies Readonly<Record<FolderName, object>>;

/**
 * The images of a folder, with their masks or boxes where it has some, decoded if need be.
 * @throws UsageError when no folder was named; DataError when it cannot be used, or files cannot.
 */
export async function loadFolder(
  kind: FolderName,
  {
    dataDir,
    imageSize = usualImages.size,
    imageChannels = usualImages.channels,
    imageResize = usualImages.resize,
    skipBroken = false,
  }: FolderRequest,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<ImageFolderSplits | MaskFolderSplits | BoxFolderSplits> {
  const { read, holds } = kinds[kind];
  if (dataDir === undefined) {
    throw new UsageError(
      `--data ${kind} was given without --data-dir; expected a folder with ${holds}, so name one with --data-dir.`,
    );
  }
  const report = new DecodingReport(terminal);
  try {
    const splits = await read(dataDir, {
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

function sayWhatIsMissing({ skipped }: Pick<ImageFolderSplits, 'skipped'>): void {
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
