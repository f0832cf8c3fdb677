import type { ImageFormat } from './format.js';
import type { Orientation } from './orientation.js';

/** What a decoder makes of a file. */
export interface Pixels {
  width: number;
  height: number;
  /** Red, green, blue and opacity of each pixel, row by row. */
  rgba: Uint8Array | Uint8ClampedArray;
  /** How the rows are to be turned. */
  orientation: Orientation;
}

/**
 * Decodes a file. Node's and the page's are twins of this type.
 * @throws Error, with what is wrong with the file as its message.
 */
export type DecodePixels = (bytes: Uint8Array, format: ImageFormat) => Promise<Pixels>;
