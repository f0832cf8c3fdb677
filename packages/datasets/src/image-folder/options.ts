import { ConfigError } from '@cnn/tensor';
import { checkChannels } from '../image/decode.js';
import { checkMode, checkSize, type ImageSize, type ResizeMode } from '../image/resize.js';
import type { Preparation } from './preparation.js';

/** How far the decoding of a folder is. */
export interface DecodingProgress {
  /** Images so far, including those that could not be decoded. */
  done: number;
  total: number;
}

/** How images in folders become a data set. */
export interface ImageFolderOptions {
  /** Of all images: the side of a square, or height and width. */
  size: number | ImageSize;
  /** 3 (default) for colour, 1 for grey. */
  channels?: 1 | 3;
  /** What happens to images of other proportions. Default `crop`. */
  resize?: ResizeMode;
  /** What the order of images, and the split where folders make none, is derived from. Default 7. */
  seed?: number;
  /** Share of each class that is kept for the test when there is no folder for it. Default 0.2. */
  testFraction?: number;
  /**
   * Leaves out files that cannot be used (not decoded, or of another size than what belongs to them), rather than
   * refusing the folder; files that cannot be read are refused all the same. Default false.
   */
  skipBroken?: boolean;
  /** Called about ten times a second while files are decoded, and once at the end. */
  onProgress?: (progress: DecodingProgress) => void;
  /** Stops decoding. */
  signal?: AbortSignal;
}

/** The same, complete and checked. */
export interface CheckedOptions {
  preparation: Preparation;
  seed: number;
  testFraction: number;
  skipBroken: boolean;
}

/** @throws ConfigError for an option that cannot be used; `what` is the function's name. */
export function checkedOptions(
  what: string,
  options: ImageFolderOptions & { threads?: number },
): CheckedOptions {
  const { size, channels = 3, resize = 'crop', seed = 7, testFraction = 0.2, skipBroken = false } = options;
  const { height, width } = typeof size === 'object' ? size : { height: size, width: size };
  checkSize(what, { height, width });
  checkChannels(what, channels);
  checkMode(what, resize);
  checkThreads(what, options.threads);
  if (!(testFraction > 0 && testFraction < 1)) {
    throw new ConfigError(
      `${what} got testFraction ${testFraction}; expected a number between 0 and 1. Pass such a number, such as 0.2.`,
    );
  }
  return { preparation: { height, width, channels, resize }, seed, testFraction, skipBroken };
}

function checkThreads(what: string, threads: number | undefined): void {
  if (threads === undefined || (Number.isSafeInteger(threads) && threads >= 1)) return;
  throw new ConfigError(
    `${what} got ${threads} threads; expected a whole number, 1 or larger. Pass such a number, or leave it out for one thread for each processor.`,
  );
}
