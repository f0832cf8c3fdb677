import { DataError, formatShape, type Tensor } from '@cnn/tensor';

/** Of each channel, where bytes count as 0…1. */
export interface Statistics {
  readonly mean: number[];
  readonly variance: number[];
}

/**
 * Mean and variance of each channel over all images, as `normalization` of @cnn/layers takes them. Compute them of
 * the images to train on, not of those to validate or test with.
 * @param data a data set, or any other object with images x `[count, …, channels]`
 * @throws DataError when there are none
 * @example resnet20({ normalization: statistics(train) })
 */
export function statistics({ x }: { readonly x: Tensor }): Statistics {
  const channels = x.shape.at(-1) ?? 0;
  const count = x.size / channels;
  if (x.shape.length < 2 || !(count >= 1)) {
    throw new DataError(
      `statistics was given x of shape ${formatShape(x.shape)}; it takes one image at least, [count, height, width, channels]. Pass more data.`,
    );
  }
  const scale = x.dtype === 'u8' ? 255 : 1;
  const mean = channelMeans(x, (value) => value);
  // Once more over all, because the difference of two large sums would have few digits left.
  const variance = channelMeans(x, (value, channel) => (value - mean[channel]!) ** 2);
  return { mean: mean.map((each) => each / scale), variance: variance.map((each) => each / scale ** 2) };
}

/** The mean of what a formula makes of each number, by channel. */
function channelMeans(x: Tensor, formula: (value: number, channel: number) => number): number[] {
  const channels = x.shape.at(-1)!;
  const { data } = x;
  return Array.from({ length: channels }, (_, channel) => {
    let sum = 0;
    for (let at = channel; at < data.length; at += channels) sum += formula(data[at]!, channel);
    return sum / (data.length / channels);
  });
}
