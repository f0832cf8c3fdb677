import { ConfigError, type Tensor } from '@cnn/tensor';
import { describe, expect, test } from 'vitest';
import { at, drawn, noise, transformed } from '../testing/image-batches.js';
import { randomCrop } from './random-crop.js';

/** Every image cut from a padded one, for every place to cut at: the definition. */
function cuts(x: Tensor<'u8' | 'f32'>, padding: number, fillValue: number): Tensor<'u8' | 'f32'>[] {
  const places = Array.from({ length: 2 * padding + 1 }, (_, i) => i);
  return places.flatMap((top) =>
    places.map((left) =>
      drawn(x, (n, row, column, channel) =>
        at(x, n, row + top - padding, column + left - padding, channel, fillValue),
      ),
    ),
  );
}

describe.each(['u8', 'f32'] as const)('randomCrop of %s', (dtype) => {
  test.each([
    [6, 5, 3, 2],
    [2, 3, 1, 1],
    // All of the image may leave the picture.
    [2, 3, 2, 4],
  ])('%i × %i × %i, padded by %i: cut out where it says, anywhere', (height, width, channels, padding) => {
    const x = noise([300, height, width, channels], dtype);
    const y = transformed(x, [randomCrop({ padding, fillValue: 9 })]);
    const candidates = cuts(x, padding, 9);
    const found = new Set<number>();
    for (let image = 0; image < 300; image++) {
      const got = String(y.rows(image, image + 1).data);
      const which = candidates.findIndex((each) => String(each.rows(image, image + 1).data) === got);
      expect(which).toBeGreaterThanOrEqual(0);
      found.add(which);
    }
    // Where all is gone, one place looks like another.
    const distinct = new Set(candidates.map((each) => String(each.rows(0, 1).data))).size;
    expect(found.size).toBeGreaterThan(distinct * 0.85);
  });
});

test('4 pixels of black when nothing is said', () => {
  expect(randomCrop()).toEqual({ name: 'randomCrop', padding: 4, fillValue: 0 });
});

test('options that cannot be used are refused', () => {
  expect(() => randomCrop({ padding: 1.5 })).toThrow(ConfigError);
  expect(() => randomCrop({ padding: 0 })).toThrow('must be a whole number, 1 or larger');
  expect(() => randomCrop({ fillValue: Number.NaN })).toThrow('must be a finite number');
});
