import type { LearningRate } from '../learning-rate.js';
import { cosineDecay } from './cosine-decay.js';
import { exponentialDecay } from './exponential-decay.js';
import { oneCycle } from './one-cycle.js';
import { piecewiseConstantDecay } from './piecewise-constant-decay.js';

/** A run that a schedule is laid over. */
export interface RunCourse {
  /** How many there will be. */
  readonly steps: number;
  /** For `piecewise`: steps after each of which the rate is a tenth. */
  readonly milestones?: readonly number[];
}

/** The learning rate over a whole run, given the highest one. */
type RunSchedule = (learningRate: number, course: RunCourse) => LearningRate;

/**
 * Schedules for a run of known length, by name: `step` drops to a tenth after half and after three quarters of it,
 * as He et al. train their residual networks, `piecewise` after the milestones; `exponential` falls to a hundredth,
 * `cosine` to nothing; `one-cycle` rises first.
 * @example adam({ learningRate: runSchedules.cosine(1e-3, { steps: 10_000 }) })
 */
export const runSchedules = {
  constant: (learningRate) => learningRate,
  step: (learningRate, { steps }) => tenthsAfter([steps / 2, (3 * steps) / 4], learningRate),
  piecewise: (learningRate, { milestones = [] }) => tenthsAfter(milestones, learningRate),
  exponential: (learningRate, { steps }) =>
    exponentialDecay({ initialLearningRate: learningRate, decaySteps: steps, decayRate: 0.01 }),
  cosine: (learningRate, { steps }) => cosineDecay({ initialLearningRate: learningRate, decaySteps: steps }),
  'one-cycle': (learningRate, { steps }) => oneCycle({ maxLearningRate: learningRate, totalSteps: steps }),
} satisfies Readonly<Record<string, RunSchedule>>;

export type RunScheduleName = keyof typeof runSchedules;

/** A tenth of the rate after so many steps, a hundredth after so many more, and so on. */
function tenthsAfter(counts: readonly number[], learningRate: number): LearningRate {
  return piecewiseConstantDecay({
    // Between the last step that counts and the next, because the former is part of its piece.
    boundaries: counts.map((count) => count - 0.5),
    values: [learningRate, ...counts.map((_, i) => learningRate / 10 ** (i + 1))],
  });
}
