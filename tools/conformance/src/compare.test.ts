import { tensor } from '@cnn/tensor';
import { expect, test } from 'vitest';
import { compare, firstOtherBits } from './compare.ts';

const exact = (...values: number[]) => ({ shape: [values.length], data: Float64Array.from(values) });
const actual = (...values: number[]) => tensor(values, [values.length]);

test('the largest difference, in absolute terms, in relation to the largest value, and in ulp', () => {
  const difference = compare(actual(1, 4.5, 8), exact(1, 4, 8));
  expect(difference).toEqual({ absolute: 0.5, relative: 1 / 16, ulps: 2 ** 20, at: 1 });
  expect(compare(actual(1), exact(1))).toEqual({ absolute: 0, relative: 0, ulps: 0, at: -1 });
});

test('in relation to the magnitude of a sum that cancels out', () => {
  expect(compare(actual(0.25), exact(0), 4).relative).toBe(1 / 16);
});

test('a correctly rounded result is at most half an ulp away', () => {
  const third = compare(actual(1 / 3), exact(1 / 3)).ulps;
  expect(third).toBeGreaterThan(0);
  expect(third).toBeLessThanOrEqual(0.5);
  expect(compare(actual(2 ** -149), exact(2 ** -149 * 1.4)).ulps).toBeCloseTo(0.4);
});

test('NaN and infinities must be where they are expected', () => {
  expect(
    compare(actual(Number.NaN, Infinity, -Infinity), exact(Number.NaN, Infinity, -Infinity)).absolute,
  ).toBe(0);
  expect(compare(actual(Infinity), exact(1e39)).absolute).toBe(0);
  for (const [is, expected] of [
    [Number.NaN, 1],
    [1, Number.NaN],
    [Infinity, -Infinity],
    [Number.NaN, Infinity],
    [Infinity, 3e38],
  ] as const) {
    expect(compare(actual(is), exact(expected)), `${is} for ${expected}`).toMatchObject({
      absolute: Infinity,
      relative: Infinity,
      ulps: Infinity,
      at: 0,
    });
  }
});

test('bits: the sign of zero counts, the payload of NaN does not', () => {
  expect(firstOtherBits(actual(1, Number.NaN, 0), actual(1, Number.NaN, 0))).toBe(-1);
  expect(firstOtherBits(actual(1, 0), actual(1, -0))).toBe(1);
});
