import { GLYPH, type GlyphName, hasInk } from '../glyphs.js';
import { type GreyImage, painted } from './grey-image.js';

/** Shades of what is drawn and of what is around it. */
const INK = 0.9;
const PAPER = 0.1;

/** What two kinds of weights, both made for a drawing in the middle of an image, say of it somewhere else. */
export interface WeightSharing {
  readonly picture: GreyImage;
  /** Upper left corner of the place that both were made for. */
  readonly middle: number;
  /** The few weights of a filter, and its answer wherever they fit: 1 where it finds what it was made for. */
  readonly convolution: {
    readonly weights: GreyImage;
    readonly answers: GreyImage;
    readonly strongest: number;
  };
  /** A weight for each pixel, and the one answer. */
  readonly dense: { readonly weights: GreyImage; readonly answer: number };
}

/**
 * A drawing of 5 × 5 pixels, seen by a filter and by a unit of a dense layer. The weights of both are those that answer
 * most to the drawing among all of their size whose sum is 0, so that an even area says nothing to them.
 * @param side height and width of the image, 5 or more
 * @param top first row of the drawing
 * @param left first column of the drawing
 */
export function weightSharing(glyph: GlyphName, side: number, top: number, left: number): WeightSharing {
  const middle = Math.floor((side - GLYPH) / 2);
  const picture = drawn(glyph, side, top, left);
  const filter = matched(drawn(glyph, GLYPH, 0, 0));
  const unit = matched(drawn(glyph, side, middle, middle));
  const places = side - GLYPH + 1;
  const answers = painted(places, places, (row, column) =>
    sum(
      filter.pixels,
      (weight, i) => weight * pixelAt(picture, row + Math.floor(i / GLYPH), column + (i % GLYPH)),
    ),
  );
  return {
    picture,
    middle,
    convolution: { weights: filter, answers, strongest: Math.max(...answers.pixels) },
    dense: { weights: unit, answer: sum(unit.pixels, (weight, i) => weight * picture.pixels[i]!) },
  };
}

function drawn(glyph: GlyphName, side: number, top: number, left: number): GreyImage {
  return painted(side, side, (row, column) => (hasInk(glyph, row - top, column - left) ? INK : PAPER));
}

/** Weights whose sum is 0, and which answer 1 to a picture. */
function matched({ height, width, pixels }: GreyImage): GreyImage {
  const mean = sum(pixels, (pixel) => pixel) / pixels.length;
  const scale = sum(pixels, (pixel) => (pixel - mean) * pixel);
  return { height, width, pixels: pixels.map((pixel) => (pixel - mean) / scale) };
}

function pixelAt({ width, pixels }: GreyImage, row: number, column: number): number {
  return pixels[row * width + column]!;
}

function sum(values: readonly number[], of: (value: number, index: number) => number): number {
  return values.reduce((total, value, i) => total + of(value, i), 0);
}
