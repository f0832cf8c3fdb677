import { ConfigError } from '@cnn/tensor';
import { describe, expect, test } from 'vitest';
import { at, drawn, noise, transformed } from '../testing/image-batches.js';
import { cutout } from './cutout.js';

describe.each(['u8', 'f32'] as const)('cutout of %s', (dtype) => {
  test.each([
    [4, 6, 7],
    [3, 6, 7],
    [20, 5, 4],
  ])('hides a square of %i around any pixel of %i × %i', (size, height, width) => {
    const fillValue = dtype === 'u8' ? 250 : 2;
    // No number of the images is the value that hides.
    const x = drawn(noise([400, height, width, 2], dtype), (n, row, column) => (n + row + column) % 2);
    const y = transformed(x, [cutout({ size, fillValue })]);
    const middles = new Set<string>();
    for (let image = 0; image < 400; image++) {
      const rows: number[] = [];
      const columns: number[] = [];
      for (let row = 0; row < height; row++) {
        for (let column = 0; column < width; column++) {
          const hidden = at(y, image, row, column, 0) === fillValue;
          expect(at(y, image, row, column, 1)).toBe(hidden ? fillValue : at(x, image, row, column, 1));
          if (hidden) [rows[row], columns[column]] = [row, column];
        }
      }
      const extent = (places: number[]): [number, number] => [
        places.findIndex((p) => p !== undefined),
        places.length,
      ];
      const [top, bottom] = extent(rows);
      const [left, right] = extent(columns);
      // A box, smaller than the square only where it ends at an edge.
      const area = y.rows(image, image + 1).data.filter((value) => value === fillValue).length / 2;
      expect(area).toBe((bottom - top) * (right - left));
      expect(bottom - top === size || top === 0 || bottom === height).toBe(true);
      expect(right - left === size || left === 0 || right === width).toBe(true);
      expect(bottom - top).toBeGreaterThanOrEqual(Math.min(Math.floor(size / 2), height));
      middles.add(`${top} ${bottom} ${left} ${right}`);
    }
    if (size < 5) expect(middles.size).toBeGreaterThan(height * width * 0.9);
  });
});

test('options that cannot be used are refused', () => {
  expect(() => cutout({ size: 0 })).toThrow(ConfigError);
  expect(() => cutout({ size: 2.5 })).toThrow('The size of cutout is 2.5; it must be a whole number');
});
