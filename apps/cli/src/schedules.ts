import {
  type LearningRate,
  type RunPace,
  type RunScheduleName,
  runLearningRate,
  runSchedules,
  type Trainer,
} from '@cnn/train';
import { UsageError } from './errors.js';
import { counted } from './format.js';
import type { Resumption } from './resumption.js';

export const scheduleNames = Object.keys(runSchedules) as RunScheduleName[];

/** The options of `train` that are about the learning rate over the run. */
type ScheduleOptions = Pick<RunPace, 'schedule' | 'milestones' | 'warmup'> & {
  reduceLrOnPlateau?: number | undefined;
};

/** @throws UsageError for options that do not go together */
export function checkSchedule({
  schedule,
  milestones,
  warmup: rise,
  reduceLrOnPlateau,
}: ScheduleOptions): void {
  if (reduceLrOnPlateau !== undefined && (schedule !== 'constant' || rise > 0)) {
    throw new UsageError(
      `--reduce-lr-on-plateau was given with ${rise > 0 ? '--warmup' : `the schedule ${schedule}`}, and one would undo what the other does; leave one of them out.`,
    );
  }
  if (schedule === 'piecewise' && !milestones) {
    throw new UsageError(
      '--schedule piecewise needs to know after which epochs the rate drops; name them, for example --milestones 80,120.',
    );
  }
  if (!milestones) return;
  if (schedule !== 'piecewise') {
    throw new UsageError(
      `--milestones was given with the schedule ${schedule}, which has none; leave it out, or use --schedule piecewise.`,
    );
  }
  if (milestones[0]! <= rise) {
    throw new UsageError(
      `--milestones begins with epoch ${milestones[0]}, and --warmup lasts ${rise}; the rate has to rise before it can drop. Choose a later epoch.`,
    );
  }
}

/**
 * What happens to the learning rate where a run goes on for more or fewer epochs than it was to have, and its schedule,
 * which is laid over all of them, changes with that; undefined when that is next to nothing.
 */
export function jumpOfRate(
  pace: RunPace,
  { planned, epochs: { length: done } }: Pick<Resumption, 'planned' | 'epochs'>,
): string | undefined {
  const step = Math.floor(done * pace.stepsPerEpoch);
  const before = rateAt(runLearningRate({ ...pace, epochs: planned }), step);
  const now = rateAt(runLearningRate(pace), step);
  if (Math.abs(now - before) <= 0.01 * Math.max(now, before)) return undefined;
  const change = pace.epochs > planned ? 'stretches over' : 'is squeezed into';
  return `the schedule ${pace.schedule} of ${counted(planned, 'epoch')} ${change} ${pace.epochs}: after epoch ${done} the learning rate goes on at ${shownRate(now)}, where it was to be ${shownRate(before)}${now > before ? ', and the loss may rise before it falls again' : ''}.`;
}

/**
 * The learning rate of the step that was taken last, for a run that is resumed.
 * @param pace that it had then
 * @param accumulate steps that move weights once
 */
export function rateOfLastStep(
  pace: RunPace,
  { step, learningRate }: Pick<Trainer, 'step' | 'learningRate'>,
  accumulate = 1,
): number {
  const rate = runLearningRate(pace);
  // One that does not depend on the step may have been lowered since the run began.
  return typeof rate === 'number' ? learningRate : rate(Math.floor(Math.max(step - 1, 0) / accumulate));
}

/** The learning rate of a step, which counts from 0. */
export function rateAt(rate: LearningRate, step: number): number {
  return typeof rate === 'number' ? rate : rate(step);
}

function shownRate(rate: number): string {
  return String(Number(rate.toPrecision(2)));
}
