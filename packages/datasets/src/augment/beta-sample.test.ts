import { randomStream } from '@cnn/tensor';
import { expect, test } from 'vitest';
import { betaSample } from './beta-sample.js';

test.each([0.05, 0.2, 1, 2.5, 8])('numbers of Beta(%f, %f) have its moments', (alpha) => {
  const stream = randomStream(1, 'beta');
  const numbers = Array.from({ length: 20_000 }, () => betaSample(stream, alpha));
  const moment = (power: number): number =>
    numbers.reduce((sum, number) => sum + (number - 0.5) ** power, 0) / numbers.length;
  expect(numbers.every((number) => number >= 0 && number <= 1)).toBe(true);
  const variance = 1 / (4 * (2 * alpha + 1));
  // The deviation of a mean of 20,000 is at most 0.0036.
  expect(Math.abs(moment(1))).toBeLessThan(0.015);
  expect(Math.abs(moment(2) / variance - 1)).toBeLessThan(0.05);
  // Excess kurtosis of Beta(a, a) is −6 / (2a + 3).
  expect(Math.abs(moment(4) / variance ** 2 - (3 - 6 / (2 * alpha + 3)))).toBeLessThan(0.15);
});

test('a tiny alpha leaves images as they are', () => {
  const stream = randomStream(2, 'beta');
  const numbers = Array.from({ length: 200 }, () => betaSample(stream, 1e-5));
  expect(numbers.every((number) => number < 0.01 || number > 0.99)).toBe(true);
  expect(numbers.some((number) => number < 0.01) && numbers.some((number) => number > 0.99)).toBe(true);
});
