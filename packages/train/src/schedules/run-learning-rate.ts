import type { LearningRate } from '../learning-rate.js';
import { type RunScheduleName, runSchedules } from './run-schedules.js';
import { warmup } from './warmup.js';

/** What the learning rate of a run depends on. */
export interface RunPace {
  readonly schedule: RunScheduleName;
  /** The highest. */
  readonly learningRate: number;
  /** Epochs of a rise before the schedule begins. */
  readonly warmup: number;
  /** Epochs after which the schedule `piecewise` drops, counted from the run's beginning. */
  readonly milestones?: readonly number[] | undefined;
  readonly epochs: number;
  /** Moves of the optimizer; no whole number where one takes several batches. */
  readonly stepsPerEpoch: number;
}

/**
 * The learning rate of each step of a run: a schedule laid over what a warm-up leaves of its epochs.
 * @example runLearningRate({ schedule: 'cosine', learningRate: 0.1, warmup: 5, epochs: 90, stepsPerEpoch: 391 })
 */
export function runLearningRate(pace: RunPace): LearningRate {
  const { schedule, learningRate, warmup: rise, milestones = [], epochs, stepsPerEpoch } = pace;
  const rising = Math.round(Math.min(rise, epochs) * stepsPerEpoch);
  const after = runSchedules[schedule](learningRate, {
    steps: Math.max(Math.floor(epochs * stepsPerEpoch) - rising, 1),
    milestones: milestones.map((epoch) => epoch * stepsPerEpoch - rising),
  });
  return rising === 0 ? after : warmup({ steps: rising, after });
}
