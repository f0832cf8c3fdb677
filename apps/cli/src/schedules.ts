import { type RunPace, type RunScheduleName, runSchedules } from '@cnn/train';
import { UsageError } from './errors.js';

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
