import type { Tensor } from '@cnn/tensor';
import { encode, type ImageData } from 'fast-png';

/** The address of a PNG that holds the picture itself: `[height, width, 1 or 3]` bytes. */
export function pictureOf(height: number, width: number, channels: number, data: Uint8Array): string {
  return pngAddress({ width, height, channels: channels as 1 | 3, data });
}

/** The same of a picture that may have a palette. */
export function pngAddress(picture: ImageData): string {
  return `data:image/png;base64,${Buffer.from(encode(picture)).toString('base64')}`;
}

/** One of several images `[count, height, width, channels]` of bytes. */
export function imageAt({ shape, data }: Tensor<'u8'>, index: number): string {
  const [, height, width, channels] = shape as [number, number, number, number];
  const size = height * width * channels;
  return pictureOf(height, width, channels, data.slice(index * size, (index + 1) * size));
}

/**
 * Numbers `[height, width, channels]` as grey or, with three channels, colours: the smallest is black, the largest
 * white, and all are black when none differs.
 */
export function scaledPicture(
  height: number,
  width: number,
  channels: 1 | 3,
  values: ArrayLike<number>,
): string {
  const numbers = Float64Array.from(values);
  const least = numbers.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const range = numbers.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY) - least;
  const bytes = Uint8Array.from(numbers, (value) => (range > 0 ? (255 * (value - least)) / range : 0));
  return pictureOf(height, width, channels, bytes);
}
