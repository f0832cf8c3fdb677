import { expect, test } from 'vitest';
import { Totals } from './totals.js';

test('samples weigh the same, whatever batch they are in', () => {
  const totals = new Totals([{ name: 'loss' }, { name: 'accuracy' }]);
  totals.add(3, [Float32Array.of(1, 2, 3), Float32Array.of(1, 1, 0)]);
  expect(totals.logs()).toEqual({ loss: 2, accuracy: 2 / 3 });
  totals.add(1, [Float32Array.of(10), Float32Array.of(0)]);
  expect(totals.logs()).toEqual({ loss: 4, accuracy: 0.5 });
});

test('a sample may have several numbers', () => {
  const totals = new Totals([{ name: 'loss' }]);
  totals.add(2, [Float32Array.of(1, 2, 3, 4)]);
  totals.add(1, [Float32Array.of(8, 9)]);
  expect(totals.logs()['loss']).toBeCloseTo((2.5 * 2 + 8.5) / 3, 14);
});

test('sums do not drown small numbers', () => {
  const totals = new Totals([{ name: 'loss' }]);
  totals.add(1, [Float32Array.of(2 ** 25)]);
  for (let i = 0; i < 7; i++) totals.add(1, [Float32Array.of(1)]);
  expect(totals.logs()['loss']).toBe((2 ** 25 + 7) / 8);
});

test('NaN stays NaN', () => {
  const totals = new Totals([{ name: 'loss' }]);
  totals.add(1, [Float32Array.of(Number.NaN)]);
  totals.add(1, [Float32Array.of(1)]);
  expect(totals.logs()['loss']).toBeNaN();
});

test('counts are added up, and make a figure together', () => {
  const share = { name: 'share', result: ([a, b]: Float64Array, samples: number) => (a! - b!) / samples };
  const totals = new Totals([{ name: 'loss' }, share]);
  expect(totals.logs()).toEqual({ loss: Number.NaN, share: Number.NaN });
  totals.add(2, [Float32Array.of(1, 3), Float32Array.of(5, 1)]);
  expect(totals.logs()).toEqual({ loss: 2, share: 2 });
  totals.add(1, [Float32Array.of(5), Float32Array.of(0, 1)]);
  expect(totals.logs()).toEqual({ loss: 3, share: 1 });
  const copy = new Totals([{ name: 'loss' }, share]);
  copy.restore(JSON.parse(JSON.stringify(totals.state())));
  copy.add(1, [Float32Array.of(7), Float32Array.of(1, 0)]);
  expect(copy.logs()).toEqual({ loss: 4, share: 1 });
});
