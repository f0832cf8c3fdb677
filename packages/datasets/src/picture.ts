import type { RandomStream } from '@cnn/tensor';
import type { SignedDistance } from './shapes.js';

/** Red, green and blue, 0…255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** Where a shape goes: centre and radius in pixels, angle in radians. */
export interface Placement {
  x: number;
  y: number;
  radius: number;
  angle: number;
  colour: Colour;
}

/** A square colour image to draw shapes on, without a canvas, so that Node and pages draw the same bytes. */
export class Picture {
  readonly size: number;
  readonly #pixels: Float32Array;

  constructor(size: number) {
    this.size = size;
    this.#pixels = new Float32Array(size * size * 3);
  }

  /** The colour at a point. */
  at(x: number, y: number): Colour {
    const at = (Math.floor(y) * this.size + Math.floor(x)) * 3;
    return [this.#pixels[at]!, this.#pixels[at + 1]!, this.#pixels[at + 2]!];
  }

  /** Covers everything with a gradient between two colours in the direction of `angle`. */
  fill([red, green, blue]: Colour, [toRed, toGreen, toBlue]: Colour, angle: number): void {
    const { size } = this;
    const [stepX, stepY] = [Math.cos(angle) / size, Math.sin(angle) / size];
    let at = 0;
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        const mix = 0.5 + 0.7 * ((column - size / 2) * stepX + (row - size / 2) * stepY);
        this.#pixels[at++] = red + (toRed - red) * mix;
        this.#pixels[at++] = green + (toGreen - green) * mix;
        this.#pixels[at++] = blue + (toBlue - blue) * mix;
      }
    }
  }

  /** Draws a shape over what is there, its edge one pixel soft. */
  draw(shape: SignedDistance, placement: Placement): void {
    eachCovered(this.size, shape, placement, (pixel, cover) => {
      this.#blend(pixel * 3, placement.colour, cover);
    });
  }

  #blend(at: number, colour: Colour, cover: number): void {
    const pixels = this.#pixels;
    pixels[at]! += (colour[0] - pixels[at]!) * cover;
    pixels[at + 1]! += (colour[1] - pixels[at + 1]!) * cover;
    pixels[at + 2]! += (colour[2] - pixels[at + 2]!) * cover;
  }

  /** Writes the picture as bytes, in a random light and with random grain. */
  develop(out: Uint8Array, random: RandomStream): void {
    const bytes = new Uint8ClampedArray(out.buffer, out.byteOffset, out.length);
    const light = random.uniform(0.6, 1.2);
    const grain = random.uniform(4, 24) / 512;
    // One word of xorshift (Marsaglia 2003) carries the grain of three channels; Philox would take most of the time.
    let word = random.word() | 1;
    for (let at = 0; at < bytes.length; at += 3) {
      word ^= word << 13;
      word ^= word >>> 17;
      word ^= word << 5;
      for (let c = 0; c < 3; c++) {
        bytes[at + c] = this.#pixels[at + c]! * light + (((word >>> (c * 10)) & 1023) - 511.5) * grain;
      }
    }
  }
}

/** Visits the pixels of a square image that a shape covers, and says how much of each, 0…1. */
export function eachCovered(
  size: number,
  shape: SignedDistance,
  { x, y, radius, angle }: Placement,
  visit: (pixel: number, cover: number) => void,
): void {
  const reach = radius * Math.SQRT2 + 1;
  const [left, right] = [Math.max(0, Math.floor(x - reach)), Math.min(size, Math.ceil(x + reach))];
  const [top, bottom] = [Math.max(0, Math.floor(y - reach)), Math.min(size, Math.ceil(y + reach))];
  const [cos, sin] = [Math.cos(angle) / radius, Math.sin(angle) / radius];
  for (let row = top; row < bottom; row++) {
    const dy = y - (row + 0.5);
    for (let column = left; column < right; column++) {
      const dx = column + 0.5 - x;
      const distance = shape(dx * cos + dy * sin, dy * cos - dx * sin);
      const cover = 0.5 - distance * radius;
      if (cover > 0) visit(row * size + column, Math.min(1, cover));
    }
  }
}
