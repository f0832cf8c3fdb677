import {
  cosineDecay,
  exponentialDecay,
  type LearningRate,
  oneCycle,
  piecewiseConstantDecay,
  warmup,
} from '@cnn/train';
import { UsageError } from './errors.js';

/** The steps that a schedule is laid over. */
interface Course {
  steps: number;
  /** Steps after each of which the rate is a tenth. */
  milestones: readonly number[];
}

/** The learning rate over a course, given the highest one. */
type Maker = (learningRate: number, course: Course) => LearningRate;

const schedules = {
  constant: (learningRate) => learningRate,
  // As He et al. train their residual networks.
  step: (learningRate, { steps }) => tenthsAfter([steps / 2, (3 * steps) / 4], learningRate),
  piecewise: (learningRate, { milestones }) => tenthsAfter(milestones, learningRate),
  exponential: (learningRate, { steps }) =>
    exponentialDecay({ initialLearningRate: learningRate, decaySteps: steps, decayRate: 0.01 }),
  cosine: (learningRate, { steps }) => cosineDecay({ initialLearningRate: learningRate, decaySteps: steps }),
  'one-cycle': (learningRate, { steps }) => oneCycle({ maxLearningRate: learningRate, totalSteps: steps }),
} satisfies Record<string, Maker>;

type ScheduleName = keyof typeof schedules;

export const scheduleNames = Object.keys(schedules) as ScheduleName[];

/** A tenth of the rate after so many steps, a hundredth after so many more, and so on. */
function tenthsAfter(counts: readonly number[], learningRate: number): LearningRate {
  return piecewiseConstantDecay({
    // Between the last step that counts and the next, because the former is part of its piece.
    boundaries: counts.map((count) => count - 0.5),
    values: [learningRate, ...counts.map((_, i) => learningRate / 10 ** (i + 1))],
  });
}

/** What a run's learning rate depends on. */
interface Pace {
  schedule: ScheduleName;
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
  const after = schedules[schedule](learningRate, {
    steps: Math.max(Math.floor(epochs * stepsPerEpoch) - rising, 1),
    milestones: milestones.map((epoch) => epoch * stepsPerEpoch - rising),
  });
  return rising === 0 ? after : warmup({ steps: rising, after });
}
