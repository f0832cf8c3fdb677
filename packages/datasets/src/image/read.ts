import { Tensor } from '@cnn/tensor';
import { decodePixels } from '#pixels';
import { imageFormat } from './format.js';
import { upright } from './orientation.js';
import type { Pixels } from './pixels.js';

/** Red, green and blue, or grey alone. */
export type Channels = 1 | 3;

/**
 * The pixels of an image file, `[height, width, channels]`, the right way up.
 * @throws Error, with what is wrong with the file as its message: a few words after a colon.
 */
export async function readImage(bytes: Uint8Array, channels: Channels): Promise<Tensor<'u8'>> {
  const pixels = await decodePixels(bytes, imageFormat(bytes));
  return upright(withChannels(pixels, channels), pixels.orientation);
}

function withChannels({ width, height, rgba }: Pixels, channels: Channels): Tensor<'u8'> {
  const out = new Uint8Array(width * height * channels);
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    const opacity = rgba[from + 3]! / 255;
    const white = 255 * (1 - opacity) + 0.5;
    const red = rgba[from]! * opacity + white;
    const green = rgba[from + 1]! * opacity + white;
    const blue = rgba[from + 2]! * opacity + white;
    if (channels === 1) {
      out[to++] = 0.299 * red + 0.587 * green + 0.114 * blue;
    } else {
      out[to++] = red;
      out[to++] = green;
      out[to++] = blue;
    }
  }
  return new Tensor('u8', [height, width, channels], out);
}
