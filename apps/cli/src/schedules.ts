import { type LearningRate, type RunScheduleName, runSchedules, warmup } from '@cnn/train';
import { UsageError } from './errors.js';

export const scheduleNames = Object.keys(runSchedules) as RunScheduleName[];

/** What a run's learning rate depends on. */
interface Pace {
  schedule: RunScheduleName;
  learningRate: number;
  /** Epochs of a rise before the schedule begins. */
  warmup: number;
  /** Epochs after which the schedule `piecewise` drops, counted from the run's beginning. */
  milestones?: readonly number[] | undefined;
  epochs: number;
  /** Moves of the optimizer; no whole number where one takes several batches. */
  stepsPerEpoch: number;
}

/** The options of `train` that are about the learning rate over the run. */
type ScheduleOptions = Pick<Pace, 'schedule' | 'milestones' | 'warmup'> & {
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

/** The learning rate of each step of a run. */
export function learningRateOf(pace: Pace): LearningRate {
  const { schedule, learningRate, warmup: rise, milestones = [], epochs, stepsPerEpoch } = pace;
  const rising = Math.round(Math.min(rise, epochs) * stepsPerEpoch);
  const after = runSchedules[schedule](learningRate, {
    steps: Math.max(Math.floor(epochs * stepsPerEpoch) - rising, 1),
    milestones: milestones.map((epoch) => epoch * stepsPerEpoch - rising),
  });
  return rising === 0 ? after : warmup({ steps: rising, after });
}
