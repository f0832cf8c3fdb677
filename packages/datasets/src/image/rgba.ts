import { Tensor } from '@cnn/tensor';
import type { Pixels } from './pixels.js';

/** Red, green and blue, or grey alone. */
export type Channels = 1 | 3;

/**
 * Pixels as a decoder or a canvas gives them as an image, `[height, width, channels]`: in grey as bright as colours look
 * (ITU-R BT.601), on white where something is transparent.
 */
export function imageOfRgba(
  { width, height, rgba }: Omit<Pixels, 'orientation'>,
  channels: Channels,
): Tensor<'u8'> {
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
