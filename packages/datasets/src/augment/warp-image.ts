import type { Affine } from './affine.js';
import { type FillMode, fillModes, type PlaceWithin } from './fill-mode.js';
import type { ImageSize, Picture } from './image-batch.js';
import { expectKnownOptions, finite, oneOf } from './options.js';

const interpolations = ['bilinear', 'nearest'] as const;

/** Options of the transforms that move pixels, with Keras' names and defaults. */
export interface WarpOptions {
  /**
   * What comes into view from beyond the edges: `reflect` (the default, the image mirrored at its edge), `wrap` (the
   * other side of the image), `nearest` (the last pixel) or `constant`.
   */
  readonly fillMode?: FillMode;
  /** What comes into view with `constant`, in images of bytes 0…255. Default 0. */
  readonly fillValue?: number;
  /** How colours between pixels are found. Default `bilinear`. */
  readonly interpolation?: (typeof interpolations)[number];
}

export type Warp = Required<WarpOptions>;

const warpOptionNames = ['fillMode', 'fillValue', 'interpolation'];

/** The options, checked. @param own names of those that the transform has beside */
export function warpOf(transform: string, options: WarpOptions, own: readonly string[]): Warp {
  expectKnownOptions(transform, options, [...own, ...warpOptionNames]);
  const { fillMode = 'reflect', fillValue = 0, interpolation = 'bilinear' } = options;
  const modes = Object.keys(fillModes) as FillMode[];
  return {
    fillMode: oneOf(`The fillMode of ${transform}`, fillMode, modes),
    fillValue: finite(`The fillValue of ${transform}`, fillValue),
    interpolation: oneOf(`The interpolation of ${transform}`, interpolation, interpolations),
  };
}

/** Moves the pixels of an image; in a mask, the nearest come whole, and with `constant` its own filling. */
export function warpImage(picture: Picture, { down, across, origin }: Affine, warp: Warp): void {
  const { data, begin, height, width, channels, isMask, fill = warp.fillValue } = picture;
  const source = data.slice(begin, begin + height * width * channels);
  const within = fillModes[warp.fillMode];
  const image: Source = { source, height, width, channels, within, fillValue: fill };
  const draw = warp.interpolation === 'bilinear' && !isMask ? drawBilinear : drawNearest;
  for (let row = 0, at = begin; row < height; row++) {
    for (let column = 0; column < width; column++, at += channels) {
      const sourceRow = row * down[0] + column * across[0] + origin[0];
      const sourceColumn = row * down[1] + column * across[1] + origin[1];
      draw(data, at, image, sourceRow, sourceColumn);
    }
  }
}

interface Source extends ImageSize {
  readonly source: Picture['data'];
  readonly within: PlaceWithin;
  readonly fillValue: number;
}

/** The nearest pixel. */
function drawNearest(data: Picture['data'], at: number, image: Source, row: number, column: number): void {
  const from = pixelAt(image, Math.round(row), Math.round(column));
  for (let channel = 0; channel < image.channels; channel++) {
    data[at + channel] = numberAt(image, from, channel);
  }
}

/** The four pixels around, each by how near it is. */
function drawBilinear(data: Picture['data'], at: number, image: Source, row: number, column: number): void {
  const { channels } = image;
  const top = Math.floor(row);
  const left = Math.floor(column);
  const down = row - top;
  const right = column - left;
  const topLeft = pixelAt(image, top, left);
  const topRight = pixelAt(image, top, left + 1);
  const bottomLeft = pixelAt(image, top + 1, left);
  const bottomRight = pixelAt(image, top + 1, left + 1);
  // Bytes are cut off, not rounded, when they are stored.
  const half = data instanceof Uint8Array ? 0.5 : 0;
  for (let channel = 0; channel < channels; channel++) {
    const upper =
      numberAt(image, topLeft, channel) * (1 - right) + numberAt(image, topRight, channel) * right;
    const lower =
      numberAt(image, bottomLeft, channel) * (1 - right) + numberAt(image, bottomRight, channel) * right;
    data[at + channel] = upper * (1 - down) + lower * down + half;
  }
}

/** A channel of the pixel that begins there. */
function numberAt({ source, fillValue }: Source, pixel: number, channel: number): number {
  return pixel < 0 ? fillValue : source[pixel + channel]!;
}

/** Where a pixel begins, also beyond the edges; -1 for the fill value. */
function pixelAt({ height, width, channels, within }: Source, row: number, column: number): number {
  const y = row >= 0 && row < height ? row : within(row, height);
  const x = column >= 0 && column < width ? column : within(column, width);
  return y < 0 || x < 0 ? -1 : (y * width + x) * channels;
}
