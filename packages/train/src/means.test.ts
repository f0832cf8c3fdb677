import { expect, test } from 'vitest';
import { Means } from './means.js';

test('samples weigh the same, whatever batch they are in', () => {
  const means = new Means(['loss', 'accuracy']);
  means.add(3, [Float32Array.of(1, 2, 3), Float32Array.of(1, 1, 0)]);
  expect(means.logs()).toEqual({ loss: 2, accuracy: 2 / 3 });
  means.add(1, [Float32Array.of(10), Float32Array.of(0)]);
  expect(means.logs()).toEqual({ loss: 4, accuracy: 0.5 });
});

test('a sample may have several numbers', () => {
  const means = new Means(['loss']);
  means.add(2, [Float32Array.of(1, 2, 3, 4)]);
  means.add(1, [Float32Array.of(8, 9)]);
  expect(means.logs()['loss']).toBeCloseTo((2.5 * 2 + 8.5) / 3, 14);
});

test('sums do not drown small numbers', () => {
  const means = new Means(['loss']);
  means.add(1, [Float32Array.of(2 ** 25)]);
  for (let i = 0; i < 7; i++) means.add(1, [Float32Array.of(1)]);
  expect(means.logs()['loss']).toBe((2 ** 25 + 7) / 8);
});

test('NaN stays NaN', () => {
  const means = new Means(['loss']);
  means.add(1, [Float32Array.of(Number.NaN)]);
  means.add(1, [Float32Array.of(1)]);
  expect(means.logs()['loss']).toBeNaN();
});
