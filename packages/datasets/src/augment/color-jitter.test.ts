import { ConfigError } from '@cnn/tensor';
import { describe, expect, test } from 'vitest';
import { at, drawn, noise, transformed } from '../testing/image-batches.js';
import { type ColorJitterOptions, colorJitter } from './color-jitter.js';

type Colour = [number, number, number];

/** From red, green and blue to hue, saturation and value, and back, case by case. */
function toHsv([r, g, b]: Colour): Colour {
  const [most, least] = [Math.max(r, g, b), Math.min(r, g, b)];
  const range = most - least;
  if (range === 0) return [0, 0, most];
  const degrees =
    most === r
      ? 60 * ((g - b) / range)
      : most === g
        ? 60 * ((b - r) / range) + 120
        : 60 * ((r - g) / range) + 240;
  return [(degrees + 360) % 360, range / most, most];
}

function fromHsv([h, s, v]: Colour): Colour {
  const sector = Math.floor(h / 60) % 6;
  const f = h / 60 - Math.floor(h / 60);
  const [p, q, t] = [v * (1 - s), v * (1 - f * s), v * (1 - (1 - f) * s)];
  return (
    [
      [v, t, p],
      [q, v, p],
      [p, v, t],
      [p, q, v],
      [t, p, v],
      [v, p, q],
    ] as Colour[]
  )[sector]!;
}

const grey = ([r, g, b]: Colour): number => 0.299 * r + 0.587 * g + 0.114 * b;
const clamp = (value: number): number => Math.min(Math.max(value, 0), 1);

const references: { options: ColorJitterOptions; formula: (colour: Colour, mean: number) => Colour }[] = [
  { options: { brightness: [0.4, 0.4] }, formula: (c) => c.map((v) => v * 0.4) as Colour },
  { options: { brightness: [1.7, 1.7] }, formula: (c) => c.map((v) => clamp(v * 1.7)) as Colour },
  {
    options: { contrast: [0.3, 0.3] },
    formula: (c, mean) => c.map((v) => clamp(v * 0.3 + mean * 0.7)) as Colour,
  },
  { options: { contrast: [2, 2] }, formula: (c, mean) => c.map((v) => clamp(v * 2 - mean)) as Colour },
  { options: { saturation: [0, 0] }, formula: (c) => c.map(() => grey(c)) as Colour },
  {
    options: { saturation: [1.8, 1.8] },
    formula: (c) => c.map((v) => clamp(v * 1.8 - grey(c) * 0.8)) as Colour,
  },
  ...[0.1, -0.35, 0.5].map((turn) => ({
    options: { hue: [turn, turn] } as const,
    formula: (c: Colour): Colour => {
      const [h, s, v] = toHsv(c);
      return fromHsv([(h + turn * 360 + 360) % 360, s, v]);
    },
  })),
];

describe.each(['u8', 'f32'] as const)('colorJitter of %s', (dtype) => {
  test.each(references)('$options', ({ options, formula }) => {
    const full = dtype === 'u8' ? 255 : 1;
    const x = noise([3, 5, 6, 3], dtype);
    const colour = (n: number, row: number, column: number): Colour =>
      [0, 1, 2].map((channel) => at(x, n, row, column, channel) / full) as Colour;
    const mean = (n: number): number => {
      let sum = 0;
      for (let pixel = 0; pixel < 30; pixel++) sum += grey(colour(n, Math.floor(pixel / 6), pixel % 6));
      return sum / 30;
    };
    const got = transformed(x, [colorJitter(options)]);
    const reference = drawn(
      x,
      (n, row, column, channel) => formula(colour(n, row, column), mean(n))[channel]! * full,
    );
    // A byte is the nearest to the value; `drawn` cuts it off.
    got.data.forEach((value, i) => {
      expect(Math.abs(value - reference.data[i]! - (dtype === 'u8' ? 0.5 : 0))).toBeLessThan(
        dtype === 'u8' ? 0.51 : 1e-5,
      );
    });
  });
});

test('grey images get another brightness and contrast', () => {
  const x = noise([1, 4, 4, 1], 'f32');
  const mean = [...x.data].reduce((a, b) => a + b) / 16;
  const got = transformed(x, [colorJitter({ brightness: [0.5, 0.5], contrast: [0.5, 0.5] })]);
  got.data.forEach((value, i) => {
    expect(value).toBeCloseTo(x.data[i]! * 0.25 + mean * 0.25, 5);
  });
});

test('a number means that much around what changes nothing', () => {
  expect(colorJitter({ brightness: 0.2, contrast: 3, hue: 0.1 })).toEqual({
    name: 'colorJitter',
    brightness: [0.8, 1.2],
    contrast: [0, 4],
    saturation: [1, 1],
    hue: [-0.1, 0.1],
  });
  const x = noise([2, 4, 4, 3]);
  expect(transformed(x, [colorJitter({})])).toEqual(x);
});

test('options that cannot be used are refused', () => {
  expect(() => colorJitter({ hue: 0.6 })).toThrow(ConfigError);
  expect(() => colorJitter({ hue: 0.6 })).toThrow('a number from 0 to 0.5');
  expect(() => colorJitter({ brightness: -1 })).toThrow('The brightness of colorJitter is -1');
  expect(() => colorJitter({ contrast: [-1, 1] })).toThrow('The contrast of colorJitter is [-1,1]');
  expect(() => colorJitter({ colour: 1 } as object)).toThrow("has no option 'colour'");
});
