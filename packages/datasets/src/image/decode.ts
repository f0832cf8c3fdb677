import { ConfigError, DataError, type Tensor } from '@cnn/tensor';
import { readImage } from './read.js';
import type { Channels } from './rgba.js';

/** How {@link decodeImage} decodes. */
export interface DecodeOptions {
  /** 3 (default): red, green and blue, equal where the image is grey. 1: grey, by how bright colours look. */
  channels?: Channels;
  /** How messages call the file. Default `The image`. */
  name?: string;
}

/**
 * The pixels of a JPEG, PNG or WebP file, `[height, width, channels]`, 0…255, the right way up by what its EXIF
 * data say. Transparent pixels are laid over white; of 16 bits a channel the upper eight are kept; grey is
 * 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601). In a page the browser decodes: Chromium to the same bytes, but
 * it does not turn WebP files, and takes CMYK.
 * @throws DataError when the file is none of these, is truncated or damaged, or is a JPEG in CMYK.
 * @throws ConfigError for other channels.
 * @example const image = await decodeImage(await readFile('cat.jpg'));
 */
export async function decodeImage(bytes: Uint8Array, options: DecodeOptions = {}): Promise<Tensor<'u8'>> {
  const { channels = 3, name = 'The image' } = options;
  checkChannels('decodeImage()', channels);
  try {
    return await readImage(bytes, channels);
  } catch (cause) {
    throw new DataError(
      `${name} cannot be decoded: ${(cause as Error).message}. Expected a whole JPEG, PNG or WebP file in grey or RGB. Save it again as one of these, or leave it out.`,
      { cause },
    );
  }
}

/** @throws ConfigError unless images can have so many channels. */
export function checkChannels(what: string, channels: unknown): void {
  if (channels === 1 || channels === 3) return;
  throw new ConfigError(
    `${what} got ${channels} channels; expected 1 (grey) or 3 (red, green and blue). Choose one of them.`,
  );
}
