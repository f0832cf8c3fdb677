import { conv2d, input, interpret } from '@cnn/tensor';
import { describe, expect, test } from 'vitest';
import {
  convolved,
  type Filter,
  filterNames,
  filterOf,
  outputSize,
  resized,
  shades,
  tellsDifferences,
  windowSum,
} from './convolution.js';
import { drawings } from './drawings.js';
import { GREY_SIDE, greyImage, painted } from './grey-image.js';

const sizes = [3, 5] as const;

describe.each(sizes.flatMap((size) => filterNames.map((name) => ({ name, size }))))(
  '$name, $size × $size',
  ({ name, size }) => {
    test('gives what the op gives', () => {
      const filter = filterOf(name, size);
      for (const image of Object.values(drawings)) {
        const answers = convolved(image, filter);
        const expected = reference(image, filter);
        expect(answers).toHaveLength(expected.length);
        answers.forEach((answer, i) => {
          expect(answer).toBeCloseTo(expected[i]!, 10);
        });
        const shown = shades(answers, filter);
        expect(Math.min(...shown)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...shown)).toBeLessThanOrEqual(1);
      }
    });
  },
);

/** By the f64 reference of the op. */
function reference({ height, width, pixels }: typeof drawings.ring, { size, weights }: Filter): Float64Array {
  const x = input('x', [1, height, width, 1]);
  const w = input('w', [size, size, 1, 1]);
  const { y } = conv2d({ x, w }, { strides: [1, 1], padding: 'valid' });
  const feeds = new Map([
    [x, { shape: x.shape, data: Float64Array.from(pixels) }],
    [w, { shape: w.shape, data: Float64Array.from(weights) }],
  ]);
  return interpret([y], feeds)[0]!.data as Float64Array;
}

test('a step multiplies what the window sees by the weights and adds that up', () => {
  const image = painted(4, 4, (row, column) => 4 * row + column);
  const step = windowSum(image, { size: 3, weights: [1, 0, 0, 0, 0, 2, 0, 0, -1] }, 1, 1);
  expect(step).toEqual({
    values: [5, 6, 7, 9, 10, 11, 13, 14, 15],
    products: [5, 0, 0, 0, 0, 22, 0, 0, -15],
    sum: 12,
  });
  expect(outputSize(image, filterOf('blur', 3))).toEqual([2, 2]);
});

test('what is even stays, or answers nothing where differences are asked for', () => {
  const even = painted(6, 6, () => 0.4);
  for (const name of filterNames) {
    const filter = filterOf(name, 3);
    const wanted = tellsDifferences(filter) ? 0 : 0.4;
    for (const answer of convolved(even, filter)) expect(answer, name).toBeCloseTo(wanted, 12);
    const shown = shades(convolved(even, filter), filter);
    for (const shade of shown) expect(shade, name).toBeCloseTo(tellsDifferences(filter) ? 0.5 : 0.4, 12);
  }
});

test('zeros around a filter change nothing, and go again', () => {
  const filter = filterOf('sharpen', 3);
  expect(resized(resized(filter, 5), 3)).toEqual(filter);
  expect(resized(filter, 5).weights.slice(0, 7)).toEqual([0, 0, 0, 0, 0, 0, 0]);
});

test('pictures become grey, and large ones smaller', () => {
  const colours = Uint8Array.from([255, 0, 0, 0, 255, 255]);
  expect(greyImage(colours, [1, 2, 3]).pixels).toEqual([1 / 3, 2 / 3]);
  const large = greyImage(new Uint8Array(100 * 50).fill(51), [100, 50, 1]);
  expect([large.height, large.width]).toEqual([GREY_SIDE, GREY_SIDE / 2]);
  expect(new Set(large.pixels)).toEqual(new Set([0.2]));
});
