import { ConfigError, type Tensor } from '@cnn/tensor';
import { describe, expect, test } from 'vitest';
import { at, drawn, noise, transformed } from '../testing/image-batches.js';
import type { FillMode } from './fill-mode.js';
import { type RandomCrop, randomCrop } from './random-crop.js';

/** Which row or column of d c b a · a b c d · d c b a and its like is a place in 0 … size − 1. */
const within: Record<FillMode, (place: number, size: number) => number> = {
  constant: (place) => place,
  nearest: (place, size) => Math.min(Math.max(place, 0), size - 1),
  wrap: (place, size) => (place + 9 * size) % size,
  reflect: (place, size) => {
    const turned = (place + 10 * size) % (2 * size);
    return Math.min(turned, 2 * size - 1 - turned);
  },
};

/** Every image cut from a padded one, for every place to cut at: the definition. */
function cuts(x: Tensor<'u8' | 'f32'>, { padding, fillMode, fillValue }: RandomCrop): Tensor<'u8' | 'f32'>[] {
  const [, height, width] = x.shape as [number, number, number, number];
  const places = Array.from({ length: 2 * padding + 1 }, (_, i) => i - padding);
  return places.flatMap((top) =>
    places.map((left) =>
      drawn(x, (n, row, column, channel) => {
        const [y, x1] = [within[fillMode](row + top, height), within[fillMode](column + left, width)];
        return at(x, n, y, x1, channel, fillValue);
      }),
    ),
  );
}

const modes = Object.keys(within) as FillMode[];

describe.each((['u8', 'f32'] as const).flatMap((dtype) => modes.map((fillMode) => ({ dtype, fillMode }))))(
  'randomCrop of $dtype, $fillMode',
  ({ dtype, fillMode }) => {
    test.each([
      [6, 5, 3, 2],
      [2, 3, 1, 1],
      // All of the image may leave the picture.
      [2, 3, 2, 4],
    ])('%i × %i × %i, padded by %i: cut out where it says, anywhere', (height, width, channels, padding) => {
      const x = noise([300, height, width, channels], dtype);
      const crop = randomCrop({ padding, fillMode, fillValue: 9 });
      const y = transformed(x, [crop]);
      const candidates = cuts(x, crop);
      const found = new Set<number>();
      for (let image = 0; image < 300; image++) {
        const got = String(y.rows(image, image + 1).data);
        const which = candidates.findIndex((each) => String(each.rows(image, image + 1).data) === got);
        expect(which).toBeGreaterThanOrEqual(0);
        found.add(which);
      }
      // Where all is gone, or comes again, one place looks like another.
      const distinct = new Set(candidates.map((each) => String(each.rows(0, 1).data))).size;
      expect(found.size).toBeGreaterThan(distinct * 0.85);
    });
  },
);

test('4 pixels of black when nothing is said', () => {
  expect(randomCrop()).toEqual({ name: 'randomCrop', padding: 4, fillMode: 'constant', fillValue: 0 });
});

test('options that cannot be used are refused', () => {
  expect(() => randomCrop({ padding: 1.5 })).toThrow(ConfigError);
  expect(() => randomCrop({ padding: 0 })).toThrow('must be a whole number, 1 or larger');
  expect(() => randomCrop({ fillMode: 'mirror' as 'wrap' })).toThrow(
    "The fillMode of randomCrop is 'mirror'; it can",
  );
  expect(() => randomCrop({ fillValue: Number.NaN })).toThrow('must be a finite number');
});
