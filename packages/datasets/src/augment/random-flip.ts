import { type ImageBatch, moveImages, type Picture } from './image-batch.js';
import { expectKnownOptions, oneOf } from './options.js';

/** Whether columns and rows are reversed, in each way that an image can be. */
const waysOf = {
  horizontal: [
    { columns: false, rows: false },
    { columns: true, rows: false },
  ],
  vertical: [
    { columns: false, rows: false },
    { columns: false, rows: true },
  ],
  horizontalAndVertical: [
    { columns: false, rows: false },
    { columns: true, rows: false },
    { columns: false, rows: true },
    { columns: true, rows: true },
  ],
} as const;

type FlipMode = keyof typeof waysOf;

export interface RandomFlipOptions {
  /** Which way images are flipped. Default `horizontal`: what is upside down is seldom found in photographs. */
  readonly mode?: FlipMode;
}

/** What {@link randomFlip} returns. */
export interface RandomFlip extends Required<RandomFlipOptions> {
  readonly name: 'randomFlip';
}

/**
 * Flips every other image, left to right, upside down, or each way for itself. Which way an image lies first is drawn;
 * from then on it takes its ways in turn, one an epoch, so that it is not seen the same way for many epochs in a row.
 *
 * Jordan, "94% on CIFAR-10 in 3.29 seconds on a single GPU", 2024, https://arxiv.org/abs/2404.00498, where this
 * alternation learns more than drawing anew in each epoch. Two flips in a list turn in step; for all four ways of each
 * image there is the mode `horizontalAndVertical`.
 * @throws ConfigError for an unusable option
 */
export function randomFlip(options: RandomFlipOptions = {}): RandomFlip {
  expectKnownOptions('randomFlip', options, ['mode']);
  const modes = Object.keys(waysOf) as FlipMode[];
  return { name: 'randomFlip', mode: oneOf('The mode of randomFlip', options.mode ?? 'horizontal', modes) };
}

/** @internal */
export function applyRandomFlip({ mode }: RandomFlip, batch: ImageBatch): void {
  const ways = waysOf[mode];
  moveImages(
    batch,
    (_, image) => {
      const first = batch.steadyStreams[image]!.integer(ways.length);
      const { columns, rows } = ways[(first + batch.epoch) % ways.length]!;
      return {
        down: [rows ? -1 : 1, 0],
        across: [0, columns ? -1 : 1],
        origin: [rows ? batch.height - 1 : 0, columns ? batch.width - 1 : 0],
      };
    },
    (picture, { down, across }) => {
      if (across[1] < 0) flipColumns(picture);
      if (down[0] < 0) flipRows(picture);
    },
  );
}

/** Reverses the columns of an image, in place. */
export function flipColumns({ data, begin, height, width, channels }: Picture): void {
  const rowSize = width * channels;
  for (let row = begin, rows = height; rows > 0; rows--, row += rowSize) {
    let left = row;
    let right = row + rowSize - channels;
    for (; left < right; left += channels, right -= channels) {
      for (let channel = 0; channel < channels; channel++) {
        const kept = data[left + channel]!;
        data[left + channel] = data[right + channel]!;
        data[right + channel] = kept;
      }
    }
  }
}

function flipRows({ data, begin, height, width, channels }: Picture): void {
  const rowSize = width * channels;
  let upper = begin;
  let lower = begin + (height - 1) * rowSize;
  for (; upper < lower; upper += rowSize, lower -= rowSize) {
    const kept = data.slice(upper, upper + rowSize);
    data.copyWithin(upper, lower, lower + rowSize);
    data.set(kept, lower);
  }
}
