import { ConfigError, ShapeError, Tensor } from '@cnn/tensor';
import { expect, test } from 'vitest';
import { byPillow, furthest } from '../testing/pictures.js';
import { resizeImage } from './resize.js';

const picture = byPillow('colour.png');

test.each([
  ...[
    [18, 26] as const,
    [9, 13] as const,
    [5, 7] as const,
    [31, 40] as const,
    [40, 5] as const,
    [1, 1] as const,
  ].map(([height, width]) => ['squash', height, width] as const),
  ...[[8, 8] as const, [12, 6] as const, [6, 12] as const].map(
    ([height, width]) => ['crop', height, width] as const,
  ),
])('%s to %i × %i gives what Pillow gives, up to its rounding in between', (how, height, width) => {
  const resized = resizeImage(picture, { height, width }, how);
  expect(resized.shape).toEqual([height, width, 3]);
  expect(furthest(resized, byPillow(`${how} ${height} ${width}`))).toBeLessThanOrEqual(1);
});

test('padding puts the whole image in the middle of a black one', () => {
  const white = new Tensor('u8', [2, 4, 1], new Uint8Array(8).fill(255));
  const { shape, data } = resizeImage(white, { height: 4, width: 4 }, 'pad');
  expect(shape).toEqual([4, 4, 1]);
  expect([...data]).toEqual([0, 0, 0, 0, ...new Array(8).fill(255), 0, 0, 0, 0]);
  const tall = resizeImage(white, { height: 1, width: 4 }, 'pad');
  expect([...tall.data]).toEqual([0, 255, 255, 0]);
});

test('an even image stays even, however it is resized', () => {
  const even = new Tensor('u8', [7, 11, 3], new Uint8Array(7 * 11 * 3).fill(201));
  for (const size of [1, 2, 3, 5, 16, 37]) {
    for (const how of ['crop', 'squash'] as const) {
      const { data } = resizeImage(even, { height: size, width: 40 - size }, how);
      expect([...new Set(data)]).toEqual([201]);
    }
  }
});

test('what is no image, size or mode is refused', () => {
  const size = { height: 4, width: 4 };
  expect(() => resizeImage(new Tensor('u8', [2, 2], new Uint8Array(4)), size)).toThrow(ShapeError);
  expect(() => resizeImage(new Tensor('u8', [0, 2, 3], new Uint8Array()), size)).toThrow('none of them 0');
  expect(() => resizeImage(picture, { height: 0, width: 4 })).toThrow(
    'resizeImage() got the height 0; expected a whole number of pixels, 1 or larger. Pass such a number.',
  );
  expect(() => resizeImage(picture, size, 'stretch' as never)).toThrow(ConfigError);
});
