import { decodeImage, resizeImage } from '@cnn/datasets';
import { Tensor } from '@cnn/tensor';
import { decode, encode } from 'fast-png';
import { expect, test } from 'vitest';
import { classColour } from './class-colours.js';
import { labelMap, maskPicture, overlay } from './label-map.js';

/** Scores of two classes: how black and how white an image is. */
function scoresOf(image: Tensor<'u8'>): Tensor<'f32'> {
  const scores = Float32Array.from({ length: image.size * 2 }, (_, i) => {
    const white = image.data[i >> 1]! / 255;
    return i % 2 === 0 ? 1 - white : white;
  });
  return new Tensor('f32', [image.shape[0]!, image.shape[1]!, 2], scores);
}

test.each(['pad', 'squash'] as const)(
  'the classes of an image that was resized (%s) come back to their pixels',
  (how) => {
    const [height, width] = [24, 60];
    const isWhite = (row: number, column: number): number => Number(row >= 12 && column >= 20);
    const pixels = Array.from({ length: height * width }, (_, i) =>
      isWhite(Math.floor(i / width), i % width),
    );
    const picture = new Tensor(
      'u8',
      [height, width, 1],
      Uint8Array.from(pixels, (white) => 255 * white),
    );
    const seen = resizeImage(picture, { height: 30, width: 30 }, how);
    const { shape, data } = labelMap(scoresOf(seen), [height, width], how);
    expect(shape).toEqual([height, width]);
    const wrong = pixels.filter((white, i) => data[i] !== white);
    expect(wrong.length / pixels.length).toBeLessThan(0.03);
    expect([data[0], data[12 * width + 10], data[11 * width + 40], data.at(-1)]).toEqual([0, 0, 0, 1]);
  },
);

test('a mask is written as the numbers of its classes, in colours', async () => {
  const numbers = Uint8Array.of(0, 1, 2, 20, 21, 255);
  const file = encode(maskPicture(new Tensor('u8', [2, 3], numbers)));
  const { data, channels, palette } = decode(file);
  expect([channels, ...data]).toEqual([1, ...numbers]);
  expect(palette!.slice(0, 3)).toEqual([
    [0, 0, 0],
    [128, 0, 0],
    [0, 128, 0],
  ]);
  const shown = await decodeImage(file);
  expect([...shown.data]).toEqual([...numbers].flatMap(classColour));
});

test('classes have the colours of Pascal VOC', () => {
  // Aeroplane, person, tv monitor and the rim of objects.
  expect([1, 15, 20, 255].map(classColour)).toEqual([
    [128, 0, 0],
    [192, 128, 128],
    [0, 64, 128],
    [224, 224, 192],
  ]);
});

test('an overlay tints what is not of the first class', () => {
  const grey = new Tensor('u8', [1, 2, 1], Uint8Array.of(100, 100));
  const { data } = overlay(grey, new Tensor('u8', [1, 2], Uint8Array.of(0, 1)));
  expect([...data]).toEqual([100, 100, 100, 114, 50, 50]);
});
