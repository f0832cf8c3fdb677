import { expect, test } from 'vitest';
import { runLearningRate } from './run-learning-rate.js';
import { type RunScheduleName, runSchedules } from './run-schedules.js';

const scheduleNames = Object.keys(runSchedules) as RunScheduleName[];

const rates = (name: RunScheduleName, warmup = 0): number[] => {
  const pace = { learningRate: 1, warmup, milestones: [4, 7], epochs: 8, stepsPerEpoch: 5 };
  const rate = runLearningRate({ ...pace, schedule: name });
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
  expect([all[19], all[20], all[29], all[30]]).toEqual([1, 0.1, 0.1, 0.01]);
});

test('steps come in a run of a single step, too', () => {
  const pace = { learningRate: 1, warmup: 0, epochs: 1, stepsPerEpoch: 1 };
  const rate = runLearningRate({ ...pace, schedule: 'step' }) as (step: number) => number;
  expect(rate(0)).toBe(1);
});

test('pieces end with the epochs that were named, a warm-up counted', () => {
  for (const warmup of [0, 2]) {
    const all = rates('piecewise', warmup);
    expect([all[19], all[20], all[34], all[35]]).toEqual([1, 0.1, 0.1, 0.01]);
  }
});

test('the whole schedule comes after the warm-up', () => {
  const all = rates('cosine', 2);
  expect(all.slice(0, 10)).toEqual(Array.from({ length: 10 }, (_, step) => (step + 1) / 10));
  expect(all[10]).toBe(1);
  expect(all[25]).toBeCloseTo(0.5);
});
