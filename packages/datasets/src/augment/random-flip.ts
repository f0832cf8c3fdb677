import { eachImage, type ImageBatch, type ImageSize } from './image-batch.js';
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
  eachImage(batch, (begin, stream) => {
    if (mode !== 'vertical' && stream.integer(2) === 1) flipColumns(batch.x, begin, batch);
    if (mode !== 'horizontal' && stream.integer(2) === 1) flipRows(batch.x, begin, batch);
  });
}

function flipColumns(x: ImageBatch['x'], begin: number, { height, width, channels }: ImageSize): void {
  const rowSize = width * channels;
  for (let row = begin, rows = height; rows > 0; rows--, row += rowSize) {
    let left = row;
    let right = row + rowSize - channels;
    for (; left < right; left += channels, right -= channels) {
      for (let channel = 0; channel < channels; channel++) {
        const kept = x[left + channel]!;
        x[left + channel] = x[right + channel]!;
        x[right + channel] = kept;
      }
    }
  }
}

function flipRows(x: ImageBatch['x'], begin: number, { height, width, channels }: ImageSize): void {
  const rowSize = width * channels;
  let upper = begin;
  let lower = begin + (height - 1) * rowSize;
  for (; upper < lower; upper += rowSize, lower -= rowSize) {
    const kept = x.slice(upper, upper + rowSize);
    x.copyWithin(upper, lower, lower + rowSize);
    x.set(kept, lower);
  }
}
