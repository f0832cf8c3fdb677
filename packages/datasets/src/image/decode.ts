import { ConfigError, DataError, Tensor } from '@cnn/tensor';
import { decodePixels } from '#pixels';
import { imageFormat } from './format.js';
import { upright } from './orientation.js';
import type { Pixels } from './pixels.js';

/** How {@link decodeImage} decodes. */
export interface DecodeOptions {
  /** 3 (default): red, green and blue, equal where the image is grey. 1: grey, by how bright colours look. */
  channels?: 1 | 3;
  /** How messages call the file. Default `The image`. */
  name?: string;
}

/**
 * The pixels of a JPEG, PNG or WebP file, `[height, width, channels]`, 0…255, the right way up by what its EXIF
 * data say. Transparent pixels are laid over white; of 16 bits a channel the upper eight are kept; grey is
 * 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601). In a page the browser decodes.
 * @throws DataError when the file is none of these, is truncated or damaged, or is a JPEG in CMYK.
 * @throws ConfigError for other channels.
 * @example const image = await decodeImage(await readFile('cat.jpg'));
 */
export async function decodeImage(bytes: Uint8Array, options: DecodeOptions = {}): Promise<Tensor<'u8'>> {
  const { channels = 3, name = 'The image' } = options;
  checkChannels('decodeImage()', channels);
  try {
    const pixels = await decodePixels(bytes, imageFormat(bytes));
    return upright(withChannels(pixels, channels), pixels.orientation);
  } catch (cause) {
    throw new DataError(
      `${name} cannot be decoded: ${(cause as Error).message}. Expected a whole JPEG, PNG or WebP file in grey or RGB. Save it again as one of these, or leave it out.`,
      { cause },
    );
  }
}

/** @throws ConfigError unless images can have so many channels. */
function checkChannels(what: string, channels: unknown): void {
  if (channels === 1 || channels === 3) return;
  throw new ConfigError(
    `${what} got ${channels} channels; expected 1 (grey) or 3 (red, green and blue). Choose one of them.`,
  );
}

function withChannels({ width, height, rgba }: Pixels, channels: 1 | 3): Tensor<'u8'> {
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
