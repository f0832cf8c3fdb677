import { expect, test } from 'vitest';
import { learningRateOf, scheduleNames } from './schedules.js';

const rates = (name: (typeof scheduleNames)[number], warmup = 0): number[] => {
  const rate = learningRateOf({ schedule: name, learningRate: 1, warmup, epochs: 8, stepsPerEpoch: 5 });
  return Array.from({ length: 40 }, (_, step) => (typeof rate === 'number' ? rate : rate(step)));
};

test.each(scheduleNames)('%s has the learning rate as its highest, and never rises again', (name) => {
  const all = rates(name);
  const top = all.indexOf(Math.max(...all));
  expect(all[top]).toBe(1);
  for (let step = top + 1; step < 40; step++) expect(all[step]).toBeLessThanOrEqual(all[step - 1]!);
});

test('steps are a tenth each, after half and after three quarters of the run', () => {
  const all = rates('step');
  expect([all[20], all[21], all[30], all[31]]).toEqual([1, 0.1, 0.1, 0.01]);
});

test('the whole schedule comes after the warm-up', () => {
  const all = rates('cosine', 2);
  expect(all.slice(0, 10)).toEqual(Array.from({ length: 10 }, (_, step) => (step + 1) / 10));
  expect(all[10]).toBe(1);
  expect(all[25]).toBeCloseTo(0.5);
});
