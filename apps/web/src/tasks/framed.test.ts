import { expect, test } from 'vitest';
import { objectColour } from './class-colours.js';
import { framed } from './framed.js';

test('objects are framed in the colours of their classes, and what is within stays', () => {
  const pixels = new Uint8Array(8 * 8 * 3).fill(7);
  const drawn = framed(pixels, [{ left: 0.25, top: 0.5, right: 0.75, bottom: 1, label: 2 }], [8, 8, 3]);
  const at = (row: number, column: number): number[] => [
    ...drawn.subarray((row * 8 + column) * 3, (row * 8 + column + 1) * 3),
  ];
  for (const [row, column] of [
    [4, 2],
    [4, 5],
    [7, 2],
    [7, 5],
    [5, 2],
  ] as const) {
    expect(at(row, column)).toEqual([...objectColour(2)]);
  }
  for (const [row, column] of [
    [3, 2],
    [4, 1],
    [4, 6],
    [5, 3],
  ] as const) {
    expect(at(row, column)).toEqual([7, 7, 7]);
  }
});
