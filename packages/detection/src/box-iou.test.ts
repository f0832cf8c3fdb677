import { expect, test } from 'vitest';
import { boxIou } from './box-iou.js';

const unit = { left: 0, top: 0, right: 1, bottom: 1 };

test.each([
  [unit, 1],
  [{ ...unit, right: 0.5 }, 0.5],
  [{ left: 0.5, top: 0.5, right: 1.5, bottom: 1.5 }, 0.25 / 1.75],
  [{ left: 0.25, top: 0.25, right: 0.75, bottom: 0.5 }, 0.125],
  [{ ...unit, left: 1, right: 2 }, 0],
  [{ left: 2, top: 2, right: 3, bottom: 3 }, 0],
])('of the unit square and %j', (box, iou) => {
  expect(boxIou(unit, box)).toBeCloseTo(iou, 12);
  expect(boxIou(box, unit)).toBeCloseTo(iou, 12);
});

test('boxes without area share none', () => {
  const point = { left: 0.5, top: 0.5, right: 0.5, bottom: 0.5 };
  expect(boxIou(point, point)).toBe(0);
});
