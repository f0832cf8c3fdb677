// What instructions have for each image of a batch, so that they can go depth first.

import { type Shape, sizeOf } from '../shape.js';
import type { Columns } from './columns.js';

type BytesOf<Field extends string> = { readonly [F in Field]: number };

/** For instructions that go through f32 tensors of one shape, `[images, …]`, element by element. */
export function elementsPerImage<Field extends string>(
  [images = 1, ...rest]: Shape,
  fields: readonly Field[],
) {
  const length = sizeOf(rest);
  return { images, bytes: bytesEach(fields, 4 * length), counts: { length } };
}

/** For those that sum such tensors up by groups of rows, with so many sums for each group and channel. */
export function groupsPerImage<Field extends string>(
  [images = 1, ...rest]: Shape,
  { channels, rowsPerGroup }: Columns,
  fields: readonly Field[],
  sums: number,
) {
  const length = sizeOf(rest);
  const rows = length / channels;
  return {
    images,
    together: rowsPerGroup / greatestCommonDivisor(rows, rowsPerGroup),
    bytes: { ...bytesEach(fields, 4 * length), sums: (4 * sums * channels * rows) / rowsPerGroup },
    counts: { length },
  };
}

function bytesEach<Field extends string>(fields: readonly Field[], bytes: number): BytesOf<Field> {
  return Object.fromEntries(fields.map((field) => [field, bytes])) as BytesOf<Field>;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
