import { betaSample } from './beta-sample.js';
import { eachImage, type ImageBatch } from './image-batch.js';
import { expectKnownOptions, positive } from './options.js';
import { mixLabels, partners } from './partners.js';

export interface MixupOptions {
  /** Of Beta(alpha, alpha), which shares are drawn from: the larger, the more images are mixed half and half. Default 0.2. */
  readonly alpha?: number;
}

/** What {@link mixup} returns. */
export interface Mixup extends Required<MixupOptions> {
  readonly name: 'mixup';
}

/**
 * Mixes each image with another of its batch, and what they are in the same proportion, so that labels have to be
 * one-hot rows: `toCategorical` makes them. Zhang, Cissé, Dauphin and Lopez-Paz, "mixup: beyond empirical risk
 * minimization", ICLR 2018, https://arxiv.org/abs/1710.09412; with shares of their own for each image, as in Keras.
 * @throws ConfigError for an unusable option
 */
export function mixup(options: MixupOptions = {}): Mixup {
  expectKnownOptions('mixup', options, ['alpha']);
  return { name: 'mixup', alpha: positive('The alpha of mixup', options.alpha ?? 0.2) };
}

/** @internal */
export function applyMixup({ alpha }: Mixup, batch: ImageBatch): void {
  const { x, height, width, channels } = batch;
  const size = height * width * channels;
  const before = x.slice();
  const others = partners(batch);
  // Bytes are cut off, not rounded, when they are stored.
  const half = x instanceof Uint8Array ? 0.5 : 0;
  const shares: number[] = [];
  eachImage(batch, (begin, stream) => {
    const share = betaSample(stream, alpha);
    const other = others[shares.length]! * size;
    for (let i = 0; i < size; i++) {
      x[begin + i] = before[begin + i]! * share + before[other + i]! * (1 - share) + half;
    }
    shares.push(share);
  });
  mixLabels(batch, others, shares);
}
