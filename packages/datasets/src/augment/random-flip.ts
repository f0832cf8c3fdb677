import { type ImageBatch, moveImages, type Picture } from './image-batch.js';
import { expectKnownOptions, oneOf } from './options.js';

const modes = ['horizontal', 'vertical', 'horizontalAndVertical'] as const;

export interface RandomFlipOptions {
  /** Which way images are flipped. Default `horizontal`: what is upside down is seldom found in photographs. */
  readonly mode?: (typeof modes)[number];
}

/** What {@link randomFlip} returns. */
export interface RandomFlip extends Required<RandomFlipOptions> {
  readonly name: 'randomFlip';
}

/**
 * Flips every other image, left to right, upside down, or each way for itself.
 * @throws ConfigError for an unusable option
 */
export function randomFlip(options: RandomFlipOptions = {}): RandomFlip {
  expectKnownOptions('randomFlip', options, ['mode']);
  return { name: 'randomFlip', mode: oneOf('The mode of randomFlip', options.mode ?? 'horizontal', modes) };
}

/** @internal */
export function applyRandomFlip({ mode }: RandomFlip, batch: ImageBatch): void {
  moveImages(
    batch,
    (stream) => {
      const columns = mode !== 'vertical' && stream.integer(2) === 1;
      const rows = mode !== 'horizontal' && stream.integer(2) === 1;
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

function flipColumns({ data, begin, height, width, channels }: Picture): void {
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
