import type { Tensor } from '@cnn/tensor';
import { decodePixels } from '#pixels';
import { imageFormat } from './format.js';
import { upright } from './orientation.js';
import { type Channels, imageOfRgba } from './rgba.js';

/**
 * The pixels of an image file, `[height, width, channels]`, the right way up.
 * @throws Error, with what is wrong with the file as its message: a few words after a colon.
 */
export async function readImage(bytes: Uint8Array, channels: Channels): Promise<Tensor<'u8'>> {
  const pixels = await decodePixels(bytes, imageFormat(bytes));
  return upright(imageOfRgba(pixels, channels), pixels.orientation);
}
