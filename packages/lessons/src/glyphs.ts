import { type RandomStream, randomStream, Tensor } from '@cnn/tensor';

/** Rows of five pixels, `#` for ink. */
const glyphs = {
  plus: ['..#..', '..#..', '#####', '..#..', '..#..'],
  square: ['#####', '#...#', '#...#', '#...#', '#####'],
  cross: ['#...#', '.#.#.', '..#..', '.#.#.', '#...#'],
  bars: ['#####', '.....', '#####', '.....', '#####'],
};

export type GlyphName = keyof typeof glyphs;

export const glyphNames = Object.keys(glyphs) as readonly GlyphName[];

/** Side of a glyph in pixels. */
export const GLYPH = 5;
const shapes = Object.values(glyphs);

/** Whether a glyph has ink at a pixel. */
export function hasInk(name: GlyphName, row: number, column: number): boolean {
  return glyphs[name][row]?.[column] === '#';
}

/** How many glyphs there are to tell apart. */
export const glyphCount = shapes.length;

/** Side of the images in pixels. */
export const GLYPH_IMAGE = 16;

export interface GlyphOptions {
  readonly count: number;
  readonly seed: number;
  /** Pixels that a glyph lies away from the middle, to the right or left, and down or up; `any` for each at random. */
  readonly shift: number | 'any';
  /** What to call the images, so that training and test images differ. */
  readonly split: string;
}

/** How far a glyph can be away from the middle. */
export const LARGEST_SHIFT = 5;

/**
 * Grey images of four small drawings, by turns, on noise: `[count, 16, 16, 1]` and labels `[count]`. Small enough to learn
 * from in a second, and each in a known place.
 */
export function drawGlyphs({ count, seed, shift, split }: GlyphOptions): {
  x: Tensor<'f32'>;
  y: Tensor<'i32'>;
} {
  const pixels = GLYPH_IMAGE * GLYPH_IMAGE;
  const x = new Float32Array(count * pixels);
  for (let image = 0; image < count; image++) {
    const random = randomStream(seed, 'glyphs', split, image);
    drawGlyph(x.subarray(image * pixels, (image + 1) * pixels), shapes[image % glyphCount]!, shift, random);
  }
  return {
    x: new Tensor('f32', [count, GLYPH_IMAGE, GLYPH_IMAGE, 1], x),
    y: new Tensor(
      'i32',
      [count],
      Int32Array.from({ length: count }, (_, i) => i % glyphCount),
    ),
  };
}

function drawGlyph(
  image: Float32Array,
  shape: readonly string[],
  shift: number | 'any',
  random: RandomStream,
): void {
  for (let i = 0; i < image.length; i++) image[i] = random.uniform(0, 0.4);
  const ink = random.uniform(0.6, 1);
  const [top, left] = [offset(shift, random), offset(shift, random)];
  shape.forEach((row, y) => {
    for (let x = 0; x < GLYPH; x++) {
      if (row[x] === '#') image[(top + y) * GLYPH_IMAGE + left + x] = ink;
    }
  });
}

/** The first row or column of a glyph: away from the middle by so much, to either side. */
function offset(shift: number | 'any', random: RandomStream): number {
  if (shift === 'any') return random.integer(GLYPH_IMAGE - GLYPH + 1);
  const middle = LARGEST_SHIFT;
  return random.integer(2) === 0 ? middle - shift : middle + shift;
}
