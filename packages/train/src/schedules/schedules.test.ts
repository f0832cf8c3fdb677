import { ConfigError } from '@cnn/tensor';
import { expect, test } from 'vitest';
import type { LearningRate } from '../learning-rate.js';
import { cosineDecay } from './cosine-decay.js';
import { cosineDecayRestarts } from './cosine-decay-restarts.js';
import { exponentialDecay } from './exponential-decay.js';
import { oneCycle } from './one-cycle.js';
import { piecewiseConstantDecay } from './piecewise-constant-decay.js';
import { polynomialDecay } from './polynomial-decay.js';
import { runSchedules } from './run-schedules.js';
import type { Schedule } from './schedule.js';
import { stepDecay } from './step-decay.js';
import { warmup } from './warmup.js';

const rates = (schedule: Schedule, steps: readonly number[]): number[] => steps.map(schedule);

function expectRates(schedule: Schedule, expected: Readonly<Record<number, number>>): void {
  for (const [step, rate] of Object.entries(expected)) expect(schedule(Number(step))).toBeCloseTo(rate, 12);
}

test('exponential decay, smooth and by stairs', () => {
  const options = { initialLearningRate: 0.8, decaySteps: 10, decayRate: 0.25 };
  expectRates(exponentialDecay(options), { 0: 0.8, 5: 0.4, 10: 0.2, 20: 0.05 });
  expectRates(exponentialDecay({ ...options, staircase: true }), {
    0: 0.8,
    9: 0.8,
    10: 0.2,
    19: 0.2,
    20: 0.05,
  });
});

test('values in pieces, each up to and with its boundary', () => {
  const schedule = piecewiseConstantDecay({ boundaries: [2, 5], values: [1, 0.1, 0.01] });
  expect(rates(schedule, [0, 2, 3, 5, 6, 100])).toEqual([1, 1, 0.1, 0.1, 0.01, 0.01]);
});

test('step decay drops at every so many steps', () => {
  const schedule = stepDecay({ initialLearningRate: 1, dropSteps: 3, factor: 0.5 });
  expect(rates(schedule, [0, 2, 3, 5, 6])).toEqual([1, 1, 0.5, 0.5, 0.25]);
});

test('cosine decay, to a share that it stays at', () => {
  const schedule = cosineDecay({ initialLearningRate: 2, decaySteps: 8, alpha: 0.5 });
  expectRates(schedule, { 0: 2, 2: 1.5 + 0.5 * Math.SQRT1_2, 4: 1.5, 8: 1, 80: 1 });
});

test('cosine decay with restarts, in periods of 4, 8 and 16 steps', () => {
  const schedule = cosineDecayRestarts({ initialLearningRate: 1, firstDecaySteps: 4, mMul: 0.5 });
  expectRates(schedule, { 0: 1, 2: 0.5, 4: 0.5, 8: 0.25, 12: 0.25, 20: 0.125 });
  const even = cosineDecayRestarts({ initialLearningRate: 1, firstDecaySteps: 4, tMul: 1 });
  expectRates(even, { 0: 1, 2: 0.5, 4: 1, 6: 0.5, 8: 1 });
});

test('cosine decay loses no restart to rounding', () => {
  // Periods of 32, 48, 72, 108 and 162 steps.
  const schedule = cosineDecayRestarts({ initialLearningRate: 1, firstDecaySteps: 32, tMul: 1.5 });
  expect(rates(schedule, [0, 32, 80, 152, 260, 422])).toEqual([1, 1, 1, 1, 1, 1]);
  expect(schedule(421)).toBeLessThan(1e-4);
  for (const [firstDecaySteps, tMul] of [
    [7, 3],
    [10, 1.1],
    [2.2, 1],
    [1000, 2],
  ] as const) {
    const options = { initialLearningRate: 1, firstDecaySteps, tMul };
    const restarted = cosineDecayRestarts(options);
    for (let period = 0, begin = 0; period < 8; period++) {
      expect(restarted(begin), `${firstDecaySteps}, ${tMul}, ${period}`).toBe(1);
      begin += firstDecaySteps * tMul ** period;
    }
  }
});

test('polynomial decay, once and in cycles', () => {
  const options = { initialLearningRate: 1, decaySteps: 10, endLearningRate: 0, power: 2 };
  expectRates(polynomialDecay(options), { 0: 1, 5: 0.25, 10: 0, 15: 0 });
  expectRates(polynomialDecay({ ...options, cycle: true }), { 10: 0, 15: 0.0625, 20: 0 });
});

test('one cycle, as PyTorch has it', () => {
  // torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.4, total_steps=20)
  const expected = [
    0.016000000000000014, 0.05266873708001013, 0.1486687370800101, 0.2673312629199899, 0.3633312629199899,
    0.4, 0.39498560249403497, 0.38019385280538953, 0.35636647102842, 0.3246982615799052, 0.28677720071652035,
    0.24450480877451572, 0.2000008, 0.1554967912254843, 0.11322439928347969, 0.0753033384200948,
    0.04363512897158001, 0.019807747194610516, 0.005015997505965022, 1.6e-6,
  ];
  const schedule = oneCycle({ maxLearningRate: 0.4, totalSteps: 20 });
  expectRates(schedule, expected);
  expect(schedule(1000)).toBe(schedule(19));
});

test('schedules over a run fall where the run is half over, and three quarters', () => {
  const schedule = runSchedules.step(1, { steps: 40 }) as Schedule;
  expect(rates(schedule, [0, 19, 20, 29, 30, 39])).toEqual([1, 1, 0.1, 0.1, 0.01, 0.01]);
  const piecewise = runSchedules.piecewise(1, { steps: 40, milestones: [3, 5] }) as Schedule;
  expect(rates(piecewise, [2, 3, 4, 5])).toEqual([1, 0.1, 0.1, 0.01]);
});

test('one cycle of a single step', () => {
  expect(oneCycle({ maxLearningRate: 0.4, totalSteps: 1 })(0)).toBeCloseTo(1.6e-6, 12);
});

test('a warm-up rises to the first rate of what comes after', () => {
  const after = cosineDecay({ initialLearningRate: 1, decaySteps: 4 });
  expectRates(warmup({ steps: 4, after }), { 0: 0.25, 3: 1, 4: 1, 6: 0.5, 8: 0 });
  expectRates(warmup({ steps: 2, after: 0.1 }), { 0: 0.05, 1: 0.1, 9: 0.1 });
});

test.each<[() => LearningRate, RegExp]>([
  [
    () => oneCycle({ maxLearningRate: -1, totalSteps: 3 }),
    /maxLearningRate of oneCycle is -1; .* 0 or larger/,
  ],
  [() => oneCycle({ maxLearningRate: 1, totalSteps: 0 }), /totalSteps of oneCycle is 0; .* above 0/],
  [() => oneCycle({ maxLearningRate: 1, totalSteps: 9, riseFraction: 2 }), /riseFraction .* from 0 to 1/],
  [() => cosineDecay({ initialLearningRate: 1, decaySteps: Number.NaN }), /decaySteps of cosineDecay is NaN/],
  [() => cosineDecay({ initialLearningRate: 1, decaySteps: 9, alfa: 1 } as never), /alfa/],
  [
    () => cosineDecayRestarts({ initialLearningRate: 1, firstDecaySteps: 9, tMul: 0.5 }),
    /tMul of cosineDecayRestarts is 0.5; .* 1 or larger/,
  ],
  [() => piecewiseConstantDecay({ boundaries: [3, 3], values: [1, 1, 1] }), /rising order/],
  [() => piecewiseConstantDecay({ boundaries: [3], values: [1] }), /one value more .* Pass 2 learning rates/],
  [() => warmup({ steps: 3, after: -1 }), /learning rate/],
])('unusable options are refused, %#', (make, message) => {
  expect(() => rates(make() as Schedule, [0])).toThrow(ConfigError);
  expect(() => rates(make() as Schedule, [0])).toThrow(message);
});
