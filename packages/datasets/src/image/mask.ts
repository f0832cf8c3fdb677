import { Tensor } from '@cnn/tensor';
import type { DecodedPng } from 'fast-png';
import { voidClass } from '../segmentation-dataset.js';
import { imageFormat } from './format.js';

/** A line of a list of classes: what pixels of it become, and how they are painted. */
export interface PaintedClass {
  /** A class number, or `voidClass`. */
  label: number;
  colour?: readonly [red: number, green: number, blue: number];
}

/** How masks say what a pixel is: by numbers of any class, or by lines of a list, in colours if these have some. */
export type MaskCode = 'numbers' | readonly PaintedClass[];

/**
 * The classes that a PNG file has for its pixels, `[height, width]`: its numbers or, where the list of classes has
 * colours, what these stand for. Numbers are those of a palette's entries, or of grey.
 * @throws Error, with what is wrong with the file as its message: a few words after a colon.
 */
export async function readMask(bytes: Uint8Array, code: MaskCode): Promise<Tensor<'u8'>> {
  const format = imageFormat(bytes);
  if (format !== 'png')
    throw new Error(`it is a ${format === 'jpeg' ? 'JPEG' : 'WebP'}, and masks are PNG files`);
  const png = await decodePng(bytes);
  const { width, height } = png;
  const painted = code !== 'numbers' && code.some(({ colour }) => colour);
  return new Tensor('u8', [height, width], painted ? byColours(png, code) : byNumbers(png, code));
}

/** Whether the rows of a PNG lie in it seven times, ever finer; the byte of its header that says so. */
const interlacing = 28;

async function decodePng(bytes: Uint8Array): Promise<DecodedPng> {
  // Whoever has no masks need not wait for it.
  const { decode } = await import('fast-png');
  const png = await decoded(() => decode(bytes, { checkCrc: true }));
  if (png.depth === 16) throw new Error('it has 16 bits a channel, and a mask has 8 or fewer');
  if (png.depth < 8 && bytes[interlacing] === 1)
    throw new Error('it is interlaced with less than 8 bits a pixel');
  return png.depth < 8 ? { ...png, data: unpacked(png) } : png;
}

async function decoded(decode: () => DecodedPng): Promise<DecodedPng> {
  try {
    return decode();
  } catch (cause) {
    throw new Error('it is truncated or damaged', { cause });
  }
}

/** A byte for each pixel, where several share one; rows begin with a byte of their own. */
function unpacked({ data, depth, width, height }: DecodedPng): Uint8Array {
  const out = new Uint8Array(width * height);
  const rowBytes = Math.ceil((width * depth) / 8);
  for (let row = 0, to = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const bit = column * depth;
      const shift = 8 - depth - (bit % 8);
      out[to++] = (data[row * rowBytes + (bit >> 3)]! >> shift) & (2 ** depth - 1);
    }
  }
  return out;
}

function byNumbers({ data, channels, width, height }: DecodedPng, code: MaskCode): Uint8Array {
  const out = new Uint8Array(width * height);
  for (let pixel = 0; pixel < out.length; pixel++) {
    const at = pixel * channels;
    const number = data[at]!;
    if (channels >= 3 && (data[at + 1] !== number || data[at + 2] !== number)) {
      throw new Error(
        'it is in colour, and no classes.txt or classes.json says which class has which colour',
      );
    }
    out[pixel] = labelOf(number, code);
  }
  return out;
}

function labelOf(number: number, code: MaskCode): number {
  if (code === 'numbers') return number;
  const line = code[number];
  if (line) return line.label;
  if (number === voidClass) return voidClass;
  throw new Error(
    `it has the number ${number}, and the list of classes has the numbers 0 to ${code.length - 1}`,
  );
}

function byColours(png: DecodedPng, code: readonly PaintedClass[]): Uint8Array {
  const labels = new Map(code.map(({ colour, label }) => [packed(...colour!), label]));
  const { data, channels, width, height, palette } = png;
  const full = 255 / (2 ** png.depth - 1);
  const colourAt = (at: number): readonly [number, number, number] => {
    if (palette) return palette[data[at]!]!.slice(0, 3) as [number, number, number];
    if (channels >= 3) return [data[at]!, data[at + 1]!, data[at + 2]!];
    const grey = data[at]! * full;
    return [grey, grey, grey];
  };
  return Uint8Array.from({ length: width * height }, (_, pixel) => {
    const colour = colourAt(pixel * channels);
    const label = labels.get(packed(...colour));
    if (label !== undefined) return label;
    const [row, column] = [Math.floor(pixel / width), pixel % width];
    throw new Error(
      `it has the colour ${colour.join(' ')} in row ${row}, column ${column}, which is that of no class in the list`,
    );
  });
}

function packed(red: number, green: number, blue: number): number {
  return (red << 16) | (green << 8) | blue;
}
