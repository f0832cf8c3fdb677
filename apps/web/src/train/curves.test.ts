import { expect, test } from 'vitest';
import { horizon, valueNear } from './curves.js';

test('the axis of a short run goes to its end, that of a long one as far as curves need', () => {
  expect(horizon(0, 10)).toBe(10);
  expect(horizon(3, 200)).toBe(20);
  expect(horizon(19.5, 200)).toBe(50);
  expect(horizon(150, 200)).toBe(200);
  expect(horizon(7, 5)).toBe(7);
  expect(horizon(0, 12_000)).toBe(20);
});

test('a place has the value of the nearest point', () => {
  const curve = { x: [1, 2, 4], y: [10, 20, 40] };
  expect([0, 1.4, 1.6, 3.5, 9].map((place) => valueNear(curve, place))).toEqual([10, 10, 20, 40, 40]);
  expect(valueNear({ x: [], y: [] }, 1)).toBeUndefined();
});
