import {
  cosineDecay,
  exponentialDecay,
  type LearningRate,
  oneCycle,
  piecewiseConstantDecay,
  warmup,
} from '@cnn/train';

/** The learning rate over a whole run, given the highest one and how many steps there will be. */
type Maker = (learningRate: number, steps: number) => LearningRate;

const schedules = {
  constant: (learningRate) => learningRate,
  // As He et al. train their residual networks.
  step: (learningRate, steps) =>
    piecewiseConstantDecay({
      boundaries: [Math.ceil(steps / 2), Math.ceil((3 * steps) / 4)],
      values: [learningRate, learningRate / 10, learningRate / 100],
    }),
  exponential: (learningRate, steps) =>
    exponentialDecay({ initialLearningRate: learningRate, decaySteps: steps, decayRate: 0.01 }),
  cosine: (learningRate, steps) => cosineDecay({ initialLearningRate: learningRate, decaySteps: steps }),
  'one-cycle': (learningRate, steps) => oneCycle({ maxLearningRate: learningRate, totalSteps: steps }),
} satisfies Record<string, Maker>;

type ScheduleName = keyof typeof schedules;

export const scheduleNames = Object.keys(schedules) as ScheduleName[];

/** What a run's learning rate depends on. */
interface Pace {
  schedule: ScheduleName;
  learningRate: number;
  /** Epochs of a rise before the schedule begins. */
  warmup: number;
  epochs: number;
  stepsPerEpoch: number;
}

/** The learning rate of each step of a run. */
export function learningRateOf({
  schedule,
  learningRate,
  warmup: rise,
  epochs,
  stepsPerEpoch,
}: Pace): LearningRate {
  const rising = Math.min(rise, epochs) * stepsPerEpoch;
  const after = schedules[schedule](learningRate, Math.max(epochs * stepsPerEpoch - rising, 1));
  return rising === 0 ? after : warmup({ steps: rising, after });
}
