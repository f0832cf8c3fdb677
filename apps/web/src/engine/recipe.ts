import { type Augmentation, augmentation, randomCrop, randomFlip, type Transform } from '@cnn/datasets';
import {
  adagrad,
  adam,
  adamW,
  cosineDecay,
  exponentialDecay,
  type LearningRate,
  lion,
  type Optimizer,
  oneCycle,
  piecewiseConstantDecay,
  rmsprop,
  sgd,
} from '@cnn/train';
import type { OptimizerName, ScheduleName, Settings, TransformName } from './protocol.js';

const optimizers: Record<OptimizerName, (learningRate: LearningRate) => Optimizer> = {
  adam: (learningRate) => adam({ learningRate }),
  adamw: (learningRate) => adamW({ learningRate }),
  sgd: (learningRate) => sgd({ learningRate }),
  rmsprop: (learningRate) => rmsprop({ learningRate }),
  adagrad: (learningRate) => adagrad({ learningRate }),
  lion: (learningRate) => lion({ learningRate }),
};

/** The learning rate over a whole run, as the command line has it, given the highest one and how many steps there will be. */
const schedules: Record<ScheduleName, (learningRate: number, steps: number) => LearningRate> = {
  constant: (learningRate) => learningRate,
  step: (learningRate, steps) =>
    piecewiseConstantDecay({
      boundaries: [Math.ceil(steps / 2), Math.ceil((3 * steps) / 4)],
      values: [learningRate, learningRate / 10, learningRate / 100],
    }),
  exponential: (learningRate, steps) =>
    exponentialDecay({ initialLearningRate: learningRate, decaySteps: steps, decayRate: 0.01 }),
  cosine: (learningRate, steps) => cosineDecay({ initialLearningRate: learningRate, decaySteps: steps }),
  'one-cycle': (learningRate, steps) => oneCycle({ maxLearningRate: learningRate, totalSteps: steps }),
};

const transforms: Record<TransformName, () => Transform> = {
  flip: () => randomFlip(),
  'crop:4': () => randomCrop({ padding: 4 }),
};

/** The optimizer that the settings ask for, for a run on so many images. */
export function optimizerOf(settings: Settings, images: number): Optimizer {
  const { optimizer, learningRate, schedule = 'constant', epochs, batchSize, validationSplit } = settings;
  const steps = epochs * Math.ceil((images * (1 - validationSplit)) / batchSize);
  return optimizers[optimizer](schedules[schedule](learningRate, steps));
}

/** The augmentation that the settings ask for. */
export function augmentationOf({ augment = [] }: Settings): Augmentation | undefined {
  return augment.length > 0 ? augmentation(augment.map((name) => transforms[name]())) : undefined;
}
