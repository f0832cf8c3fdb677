import { type MaskCode, readMask } from '../image/mask.js';
import { readImage } from '../image/read.js';
import { type ImageSize, type ResizeMode, resizeImage } from '../image/resize.js';
import { resizeMask } from '../image/resize-mask.js';
import type { Channels } from '../image/rgba.js';

/** What every image of a set is made into. */
export interface Preparation extends ImageSize {
  channels: Channels;
  resize: ResizeMode;
  /** Of masks, which have one channel: how they say what a pixel is. */
  masks?: MaskCode;
}

/** A file as an image of the set. */
export interface PreparedFile {
  /** `[height, width, channels]` of the preparation. */
  data: Uint8Array;
  /** Height and width in the file. */
  original: readonly [height: number, width: number];
}

/** Prepares a file. @throws Error, with what is wrong with the file as its message. */
export async function prepareImage(
  bytes: Uint8Array,
  { channels, resize, masks, ...size }: Preparation,
): Promise<PreparedFile> {
  const whole = masks ? await readMask(bytes, masks) : await readImage(bytes, channels);
  const { data } = masks ? resizeMask(whole, size, resize) : resizeImage(whole, size, resize);
  return { data, original: [whole.shape[0]!, whole.shape[1]!] };
}
