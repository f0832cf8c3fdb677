import { ConfigError, Tensor } from '@cnn/tensor';
import { describe, expect, test } from 'vitest';
import { at, drawn, noise, transformed } from '../testing/image-batches.js';
import { randomRotation } from './random-rotation.js';
import { randomTranslation } from './random-translation.js';
import { randomZoom } from './random-zoom.js';
import type { WarpOptions } from './warp-image.js';

type Images = Tensor<'u8' | 'f32'>;
type Place = readonly [row: number, column: number];

/** Places beyond the edges, one step after another. */
const beyond = {
  reflect: (i: number, n: number): number =>
    i < 0 ? beyond.reflect(-1 - i, n) : i >= n ? beyond.reflect(2 * n - 1 - i, n) : i,
  wrap: (i: number, n: number): number =>
    i < 0 ? beyond.wrap(i + n, n) : i >= n ? beyond.wrap(i - n, n) : i,
  nearest: (i: number, n: number): number => (i < 0 ? 0 : i >= n ? n - 1 : i),
  constant: (i: number): number => i,
};

/** The definition: every pixel is what is at the place it comes from, between the pixels around. */
function expected(x: Images, from: (row: number, column: number) => Place, options: WarpOptions): Images {
  const { fillMode = 'reflect', fillValue = 0, interpolation = 'bilinear' } = options;
  const [, height, width] = x.shape as [number, number, number, number];
  const pixel = (n: number, row: number, column: number, channel: number): number =>
    at(x, n, beyond[fillMode](row, height), beyond[fillMode](column, width), channel, fillValue);
  const floats = new Tensor('f32', x.shape, Float32Array.from(x.data));
  return drawn(floats, (n, row, column, channel) => {
    const [y, z] = from(row, column);
    if (interpolation === 'nearest') return pixel(n, Math.round(y), Math.round(z), channel);
    const [top, left] = [Math.floor(y), Math.floor(z)];
    const along = (r: number): number =>
      pixel(n, r, left, channel) * (left + 1 - z) + pixel(n, r, left + 1, channel) * (z - left);
    return along(top) * (top + 1 - y) + along(top + 1) * (y - top);
  });
}

/** Bytes are the nearest to what they should be. */
function expectSame(got: Images, reference: Images): void {
  expect(got.shape).toEqual(reference.shape);
  const most = got.dtype === 'u8' ? 0.5001 : 1e-5;
  const distances = Array.from(got.data, (value, i) => Math.abs(value - reference.data[i]!));
  expect(Math.max(...distances)).toBeLessThan(most);
}

const ways = [
  { what: 'as they are', options: {} },
  { what: 'wrapped', options: { fillMode: 'wrap' } },
  { what: 'with the nearest', options: { fillMode: 'nearest' } },
  { what: 'with a constant', options: { fillMode: 'constant', fillValue: 77 } },
  { what: 'without interpolation', options: { fillMode: 'constant', interpolation: 'nearest' } },
] as const;

describe.each(['u8', 'f32'] as const)('images of %s', (dtype) => {
  const x = noise([2, 9, 7, 3], dtype);

  test.each(ways)('are moved by shares of their size, filled $what', ({ options }) => {
    for (const [down, right] of [
      [2 / 9, -3 / 7],
      [-0.13, 0.71],
      [1, -1],
    ] as const) {
      const translation = randomTranslation({
        heightFactor: [down, down],
        widthFactor: [right, right],
        ...options,
      });
      const from = (row: number, column: number): Place => [row - down * 9, column - right * 7];
      expectSame(transformed(x, [translation]), expected(x, from, options));
    }
  });

  test.each(ways)('are turned about the middle, filled $what', ({ options }) => {
    for (const turn of [0.07, -0.31, 0.5]) {
      const from = (row: number, column: number): Place => {
        // By distance and direction; y points up, as in mathematics, and the way back is clockwise.
        const [across, up] = [column - 3, 4 - row];
        const angle = Math.atan2(up, across) - turn * 2 * Math.PI;
        const radius = Math.hypot(up, across);
        return [4 - radius * Math.sin(angle), 3 + radius * Math.cos(angle)];
      };
      if (options === ways[4].options && turn === 0.5) continue; // Half way between two pixels, everywhere.
      const rotation = randomRotation({ factor: [turn, turn], ...options });
      expectSame(transformed(x, [rotation]), expected(x, from, options));
    }
  });

  test.each(ways)('are enlarged about the middle, filled $what', ({ options }) => {
    for (const [tall, wide] of [
      [-0.4, -0.4],
      [0.3, -0.2],
      [0.9, 0.9],
    ] as const) {
      const zoom = randomZoom({ heightFactor: [tall, tall], widthFactor: [wide, wide], ...options });
      const from = (row: number, column: number): Place => [
        4 + (row - 4) * (1 + tall),
        3 + (column - 3) * (1 + wide),
      ];
      expectSame(transformed(x, [zoom]), expected(x, from, options));
    }
  });
});

test('a quarter turn of a square moves every pixel counter-clockwise, and changes none', () => {
  const x = noise([1, 6, 6, 2]);
  const turned = transformed(x, [randomRotation({ factor: [0.25, 0.25] })]);
  expect(turned).toEqual(drawn(x, (n, row, column, channel) => at(x, n, column, 5 - row, channel)));
});

test('a zoom keeps the proportions unless a factor for the width is given', () => {
  const x = noise([20, 8, 8, 1]);
  const alike = transformed(x, [randomZoom({ heightFactor: 0.4 })]);
  const flipped = drawn(x, (n, row, column, channel) => at(x, n, column, row, channel));
  const alikeToo = transformed(flipped, [randomZoom({ heightFactor: 0.4 })]);
  expectSame(
    alikeToo,
    drawn(x, (n, row, column, channel) => at(alike, n, column, row, channel)),
  );
});

test('what is drawn stays in its range, and fills it', () => {
  // Each pixel is its own row and column, so that what comes to the middle tells how far an image moved.
  const x = drawn(noise([400, 11, 11, 2], 'f32'), (_, row, column, channel) =>
    channel === 0 ? row : column,
  );
  const moved = transformed(x, [randomTranslation({ heightFactor: [-0.2, 0.4], widthFactor: 0.1 })]);
  const rows = Array.from({ length: 400 }, (_, n) => 5 - at(moved, n, 5, 5, 0));
  const columns = Array.from({ length: 400 }, (_, n) => 5 - at(moved, n, 5, 5, 1));
  const extremes = (values: readonly number[]): number[] => [Math.min(...values), Math.max(...values)];
  for (const [[low, high], range] of [
    [extremes(rows), [-2.2, 4.4]],
    [extremes(columns), [-1.1, 1.1]],
  ] as const) {
    const tenth = (range[1]! - range[0]!) / 10;
    expect(low).toBeGreaterThan(range[0]! - 1e-5);
    expect(low).toBeLessThan(range[0]! + tenth);
    expect(high).toBeLessThan(range[1]! + 1e-5);
    expect(high).toBeGreaterThan(range[1]! - tenth);
  }
});

test('options that cannot be used are refused', () => {
  expect(() => randomRotation({ factor: -0.1 })).toThrow(ConfigError);
  expect(() => randomRotation({ factor: [0.2, 0.1] })).toThrow(
    'The factor of randomRotation is [0.2,0.1]; it must be',
  );
  expect(() => randomZoom({ heightFactor: 1.1 })).toThrow(
    'a number from 0 to 1, or two from -1 to 1 as [lower, upper]',
  );
  expect(() => randomZoom({ heightFactor: 0.1, widthFactor: [-2, 0] })).toThrow(
    'The widthFactor of randomZoom',
  );
  expect(() => randomTranslation({ heightFactor: 0.1 } as never)).toThrow(
    'The widthFactor of randomTranslation is undefined',
  );
  expect(() => randomRotation({ factor: 0.1, fillMode: 'mirror' as 'wrap' })).toThrow(
    "it can be 'reflect', 'wrap'",
  );
  expect(() => randomRotation({ factor: 0.1, interpolation: 'cubic' as 'nearest' })).toThrow(
    "'bilinear', 'nearest'",
  );
  expect(() => randomRotation({ angle: 3 } as never)).toThrow(
    "has no option 'angle'; its options are factor, fillMode",
  );
});
