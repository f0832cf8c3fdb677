import { expect, test } from 'vitest';
import { Trace } from './trace.js';

test('a trace keeps points in order, and thins out evenly when it grows', () => {
  const trace = new Trace();
  for (let i = 0; i < 5000; i++) trace.add({ at: i, loss: 2 * i, accuracy: 1 });
  const { points } = trace;
  expect(points.length).toBeGreaterThan(500);
  expect(points.length).toBeLessThan(1200);
  const gaps = points.slice(1).map(({ at }, i) => at - points[i]!.at);
  expect(new Set(gaps).size).toBe(1);
  for (const { at, loss, accuracy } of points) expect([loss, accuracy]).toEqual([2 * at, 1]);
});

test('a trace has the figures that there are', () => {
  const trace = new Trace();
  for (let i = 0; i < 2000; i++) trace.add({ at: i, loss: 1, meanIoU: 0.5 });
  for (const { meanIoU, ...others } of trace.points) {
    expect(meanIoU).toBe(0.5);
    expect(Object.keys(others).sort()).toEqual(['at', 'loss']);
  }
});

test('a trace goes on from points of before', () => {
  const before = [{ at: 0.5, loss: 1, accuracy: 0 }];
  const trace = new Trace(before);
  trace.add({ at: 1.5, loss: 2, accuracy: 0 });
  expect(trace.points.map(({ at }) => at)).toEqual([0.5, 1.5]);
  expect(before).toHaveLength(1);
});
