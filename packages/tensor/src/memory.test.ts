import { expect, test } from 'vitest';
import { largestBatch, MEMORY_LIMIT } from './memory.js';

test.each<[string, (size: number) => number, number, number]>([
  ['a line', (size) => 100 + 10 * size, 1000, 90],
  ['a line that meets the limit', (size) => 10 * size, 1000, 100],
  ['steps', (size) => 64 * Math.ceil((7 * size) / 64), 1000, 137],
  ['a bend', (size) => (size < 50 ? 12 * size : 600 + 5 * (size - 50)), 1000, 130],
  ['a bend upwards', (size) => size ** 2, 1000, 31],
  ['one sample', (size) => 600 * size, 1000, 1],
  ['two samples', (size) => 500 * size, 1000, 2],
  ['no sample', (size) => 1001 * size, 1000, 0],
  ['real numbers', (size) => 2 ** 30 + 2 ** 20 * size, MEMORY_LIMIT, 3072],
])('the largest batch, where memory follows %s', (_, bytesFor, limit, expected) => {
  let plans = 0;
  const counted = (size: number): number => {
    plans++;
    return bytesFor(size);
  };
  expect(largestBatch(counted, limit)).toBe(expected);
  expect(plans).toBeLessThan(16);
});
