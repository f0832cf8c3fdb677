import { ConfigError, Tensor } from '@cnn/tensor';
import { describe, expect, test } from 'vitest';
import type { LabelledBox } from '../box.js';
import { at, drawn, noise, transformed } from '../testing/image-batches.js';
import { augmentation } from './augmentation.js';
import { checkSamples } from './check-samples.js';
import { mosaic } from './mosaic.js';
import { applyTransforms } from './transforms.js';
import type { VisibleObject } from './visible-objects.js';

const [COUNT, HEIGHT, WIDTH] = [16, 20, 30];

/** Images that tell of each pixel from which one it is, and from which row and column. */
const places = drawn(
  noise([COUNT, HEIGHT, WIDTH, 3]),
  (image, row, column, channel) => [image, row, column][channel]!,
);

/** Where a pixel of a mosaic comes from. */
const origin = (x: Tensor, image: number, row: number, column: number): [number, number, number] =>
  [0, 1, 2].map((channel) => at(x, image, row, column, channel)) as [number, number, number];

/** Rows or columns before which pixels come from elsewhere than their neighbours do. */
function seams(x: Tensor, image: number, axis: 'row' | 'column'): number[] {
  const [length, across] = axis === 'row' ? [HEIGHT, WIDTH] : [WIDTH, HEIGHT];
  const pixel = (along: number, other: number) =>
    axis === 'row' ? origin(x, image, along, other) : origin(x, image, other, along);
  const isSeam = (along: number) =>
    Array.from({ length: across }, (_, other) => {
      const [before, after] = [pixel(along - 1, other), pixel(along, other)];
      const step = axis === 'row' ? [0, 1, 0] : [0, 0, 1];
      return before.some((value, i) => value + step[i]! !== after[i]);
    }).some(Boolean);
  return Array.from({ length: length - 1 }, (_, i) => i + 1).filter(isSeam);
}

test('four parts meet at a place, each a piece of an image as it was, the upper left one of its own', () => {
  const x = transformed(places, [mosaic()]);
  const meetings = Array.from({ length: COUNT }, (_, image) => {
    const [rows, columns] = [seams(x, image, 'row'), seams(x, image, 'column')];
    expect(rows.length).toBeLessThanOrEqual(1);
    expect(columns.length).toBeLessThanOrEqual(1);
    expect(origin(x, image, 0, 0)[0]).toBe(image);
    return [rows[0]!, columns[0]!];
  });
  for (const [row, column] of meetings) {
    expect(row).toBeGreaterThanOrEqual(0.2 * HEIGHT - 0.5);
    expect(row).toBeLessThanOrEqual(0.8 * HEIGHT + 0.5);
    expect(column).toBeGreaterThanOrEqual(0.2 * WIDTH - 0.5);
    expect(column).toBeLessThanOrEqual(0.8 * WIDTH + 0.5);
  }
  expect(new Set(meetings.map(String)).size).toBeGreaterThan(COUNT / 2);
});

test('each image is in each of the quarters once', () => {
  const x = transformed(places, [mosaic()]);
  const corners = [
    [0, 0],
    [0, WIDTH - 1],
    [HEIGHT - 1, 0],
    [HEIGHT - 1, WIDTH - 1],
  ] as const;
  for (const [row, column] of corners) {
    const shown = Array.from({ length: COUNT }, (_, image) => origin(x, image, row, column)[0]);
    expect(shown.toSorted((a, b) => a - b)).toEqual([...Array(COUNT).keys()]);
  }
});

test('images stay as they are by the probability that is left', () => {
  const x = transformed(places, [mosaic({ probability: 0.5 })]);
  const whole = Array.from({ length: COUNT }, (_, image) => seams(x, image, 'row').length === 0);
  expect(whole.filter(Boolean).length).toBeGreaterThan(COUNT / 4);
  expect(whole.filter(Boolean).length).toBeLessThan((3 * COUNT) / 4);
  expect(transformed(places, [mosaic({ probability: 0 })])).toEqual(places);
});

describe('with its images move', () => {
  test('masks, pixel by pixel', () => {
    const data = Uint8Array.from(
      { length: COUNT * HEIGHT * WIDTH },
      (_, pixel) => places.data[3 * pixel]! + places.data[3 * pixel + 1]!,
    );
    const x = transformed(places, [mosaic()], { masks: { data, channels: 1, fill: 0 } });
    data.forEach((label, pixel) => {
      expect(label).toBe(x.data[3 * pixel]! + x.data[3 * pixel + 1]!);
    });
  });

  test('boxes, to where their object is, as far as it is shown', () => {
    const [left, top, right, bottom] = [6, 4, 20, 12];
    const box = { left: left / WIDTH, top: top / HEIGHT, right: right / WIDTH, bottom: bottom / HEIGHT };
    const objects: VisibleObject[][] = Array.from({ length: COUNT }, (_, label) => [
      { ...box, label, visible: 1 },
    ]);
    const x = transformed(places, [mosaic()], { objects });
    const isObject = ([, row, column]: number[]) =>
      row! >= top && row! < bottom && column! >= left && column! < right;
    objects.forEach((list, image) => {
      const shown = Array.from({ length: HEIGHT * WIDTH }, (_, pixel) => {
        const [row, column] = [Math.floor(pixel / WIDTH), pixel % WIDTH];
        return { row, column, from: origin(x, image, row, column) };
      }).filter(({ from }) => isObject(from));
      const pixels = list.reduce((sum, { visible }) => sum + visible * (right - left) * (bottom - top), 0);
      expect(pixels).toBeCloseTo(shown.length, 6);
      for (const { row, column, from } of shown) {
        const around = list.filter(
          (object) =>
            object.label === from[0] &&
            (column + 0.5) / WIDTH > object.left &&
            (column + 0.5) / WIDTH < object.right &&
            (row + 0.5) / HEIGHT > object.top &&
            (row + 0.5) / HEIGHT < object.bottom,
        );
        expect(around.length).toBeGreaterThan(0);
      }
      const areas = list.map((object: LabelledBox) =>
        Math.round((object.right - object.left) * WIDTH * (object.bottom - object.top) * HEIGHT),
      );
      expect(areas.reduce((a, b) => a + b, 0)).toBe(shown.length);
    });
  });
});

test('who is put together depends on the batch', () => {
  const run = (batch: number) => transformed(places, [mosaic()], { batch });
  expect(run(1)).toEqual(run(1));
  expect(run(1)).not.toEqual(run(2));
});

test('a batch of one image, as the last one may be, is made of that', () => {
  const x = places.rows(3, 4).data.slice();
  const alone = { epoch: 0, batch: 0, seed: 1, samples: Uint32Array.of(3), imageShape: [HEIGHT, WIDTH, 3] };
  applyTransforms({ ...alone, transforms: [mosaic()], x, y: undefined, masks: undefined, objects: [[]] });
  const images = new Set(x.filter((_, i) => i % 3 === 0));
  expect([...images]).toEqual([3]);
});

describe('refused are', () => {
  const x = new Tensor('u8', [2, 4, 4, 3], new Uint8Array(96));
  const labels = new Tensor('i32', [2], Int32Array.of(0, 1));

  test('labels of images as a whole', () => {
    const check = () => checkSamples([mosaic()], { x, y: labels }, 'labels');
    expect(check).toThrow(ConfigError);
    expect(check).toThrow(
      'mosaic puts parts of four images together, and y, i32 [2], says what an image is as a whole; it takes the boxes of a detector, or masks.',
    );
    const oneHot = new Tensor('f32', [2, 2], Float32Array.of(1, 0, 0, 1));
    expect(() => augmentation([mosaic()]).check({ x, y: oneHot }, 'values')).toThrow('f32 [2, 2]');
  });

  test('but not masks or boxes', () => {
    checkSamples([mosaic()], { x, y: new Tensor('u8', [2, 4, 4], new Uint8Array(32)) }, 'labels');
    checkSamples([mosaic()], { x, y: new Tensor('f32', [2, 8, 9], new Float32Array(144)) }, 'values', true);
  });

  test('options that cannot be used', () => {
    expect(() => mosaic({ probability: 2 })).toThrow(
      'The probability of mosaic is 2; it must be a number from 0 to 1',
    );
    expect(() => mosaic({ share: 1 } as never)).toThrow("mosaic has no option 'share'");
  });
});
