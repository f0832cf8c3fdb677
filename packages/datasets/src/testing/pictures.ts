import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { Tensor } from '@cnn/tensor';

const folder = new URL('images/', import.meta.url);

/** One of the image files that `images/make.py` wrote. */
export function pictureFile(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(name, folder)));
}

const expected: Record<string, { shape: number[]; data: string }> = JSON.parse(
  readFileSync(new URL('expected.json', folder), 'utf8'),
);

/** What Pillow makes of a file, or how it resizes the picture. */
export function byPillow(name: string): Tensor<'u8'> {
  const { shape, data } = expected[name]!;
  return new Tensor('u8', shape, new Uint8Array(Buffer.from(data, 'base64')));
}

/** The largest difference of two images of the same shape. */
export function furthest(a: Tensor<'u8'>, b: Tensor<'u8'>): number {
  return a.data.reduce((most, value, i) => Math.max(most, Math.abs(value - b.data[i]!)), 0);
}
