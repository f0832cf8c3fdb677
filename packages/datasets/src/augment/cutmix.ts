import { betaSample } from './beta-sample.js';
import { boxWithin, eachRowOf } from './box.js';
import { eachImage, type ImageBatch } from './image-batch.js';
import { expectKnownOptions, positive } from './options.js';
import { mixLabels, partners } from './partners.js';

export interface CutmixOptions {
  /** Of Beta(alpha, alpha), which the shares that stay are drawn from. Default 1: all are equally likely, as in the paper. */
  readonly alpha?: number;
}

/** What {@link cutmix} returns. */
export interface Cutmix extends Required<CutmixOptions> {
  readonly name: 'cutmix';
}

/**
 * Replaces a box of each image by that of another of its batch, and mixes what they are by the areas, so that labels
 * have to be one-hot rows: `toCategorical` makes them. Yun, Han, Oh, Chun, Choe and Yoo, "CutMix: regularization
 * strategy to train strong classifiers with localizable features", ICCV 2019, https://arxiv.org/abs/1905.04899; with a
 * box of its own for each image, as in Keras.
 * @throws ConfigError for an unusable option
 */
export function cutmix(options: CutmixOptions = {}): Cutmix {
  expectKnownOptions('cutmix', options, ['alpha']);
  return { name: 'cutmix', alpha: positive('The alpha of cutmix', options.alpha ?? 1) };
}

/** @internal */
export function applyCutmix({ alpha }: Cutmix, batch: ImageBatch): void {
  const { x, height, width, channels } = batch;
  const before = x.slice();
  const others = partners(batch);
  const shares: number[] = [];
  eachImage(batch, (begin, stream) => {
    const side = Math.sqrt(1 - betaSample(stream, alpha));
    const [rows, columns] = [Math.floor(height * side), Math.floor(width * side)];
    const top = stream.integer(height) - Math.floor(rows / 2);
    const left = stream.integer(width) - Math.floor(columns / 2);
    const box = boxWithin(batch, { top, left, height: rows, width: columns });
    const other = others[shares.length]! * height * width * channels;
    eachRowOf(box, batch, (offset, length) => {
      x.set(before.subarray(other + offset, other + offset + length), begin + offset);
    });
    shares.push(1 - (box.height * box.width) / (height * width));
  });
  mixLabels(batch, others, shares);
}
