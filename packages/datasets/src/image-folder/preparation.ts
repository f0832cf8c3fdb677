import type { Tensor } from '@cnn/tensor';
import { readImage } from '../image/read.js';
import { type ImageSize, type ResizeMode, resizeImage } from '../image/resize.js';
import type { Channels } from '../image/rgba.js';

/** What every image of a set is made into. */
export interface Preparation extends ImageSize {
  channels: Channels;
  resize: ResizeMode;
}

/** A file as an image of the set. @throws Error, with what is wrong with the file as its message. */
export async function prepareImage(
  bytes: Uint8Array,
  { channels, resize, ...size }: Preparation,
): Promise<Tensor<'u8'>> {
  return resizeImage(await readImage(bytes, channels), size, resize);
}
