import { type FillMode, fillModes, type PlaceWithin } from './fill-mode.js';
import type { ImageBatch, ImageSize } from './image-batch.js';
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

/** Where the pixel that comes to a place comes from: row · down + column · across + origin, as [row, column]. */
export interface Affine {
  readonly down: readonly [row: number, column: number];
  readonly across: readonly [row: number, column: number];
  readonly origin: readonly [row: number, column: number];
}

/** Moves the pixels of the image of this size that begins at `begin`. */
export function warpImage(
  x: ImageBatch['x'],
  begin: number,
  size: ImageSize,
  { down, across, origin }: Affine,
  { fillMode, fillValue, interpolation }: Warp,
): void {
  const { height, width, channels } = size;
  const source = x.slice(begin, begin + height * width * channels);
  const within = fillModes[fillMode];
  const image: Source = { source, ...size, within, fillValue };
  const draw = interpolation === 'bilinear' ? drawBilinear : drawNearest;
  for (let row = 0, at = begin; row < height; row++) {
    for (let column = 0; column < width; column++, at += channels) {
      const sourceRow = row * down[0] + column * across[0] + origin[0];
      const sourceColumn = row * down[1] + column * across[1] + origin[1];
      draw(x, at, image, sourceRow, sourceColumn);
    }
  }
}

interface Source extends ImageSize {
  readonly source: ImageBatch['x'];
  readonly within: PlaceWithin;
  readonly fillValue: number;
}

/** The nearest pixel. */
function drawNearest(x: ImageBatch['x'], at: number, image: Source, row: number, column: number): void {
  const from = pixelAt(image, Math.round(row), Math.round(column));
  for (let channel = 0; channel < image.channels; channel++) {
    x[at + channel] = from < 0 ? image.fillValue : image.source[from + channel]!;
  }
}

/** The four pixels around, each by how near it is. */
function drawBilinear(x: ImageBatch['x'], at: number, image: Source, row: number, column: number): void {
  const { source, channels, fillValue } = image;
  const [top, left] = [Math.floor(row), Math.floor(column)];
  const [down, right] = [row - top, column - left];
  const corners = [
    pixelAt(image, top, left),
    pixelAt(image, top, left + 1),
    pixelAt(image, top + 1, left),
    pixelAt(image, top + 1, left + 1),
  ];
  const shares = [(1 - down) * (1 - right), (1 - down) * right, down * (1 - right), down * right];
  // Bytes are cut off, not rounded, when they are stored.
  const half = x instanceof Uint8Array ? 0.5 : 0;
  for (let channel = 0; channel < channels; channel++) {
    let sum = half;
    for (let corner = 0; corner < 4; corner++) {
      const from = corners[corner]!;
      sum += shares[corner]! * (from < 0 ? fillValue : source[from + channel]!);
    }
    x[at + channel] = sum;
  }
}

/** Where a pixel begins, also beyond the edges; -1 for the fill value. */
function pixelAt({ height, width, channels, within }: Source, row: number, column: number): number {
  const y = row >= 0 && row < height ? row : within(row, height);
  const x = column >= 0 && column < width ? column : within(column, width);
  return y < 0 || x < 0 ? -1 : (y * width + x) * channels;
}
