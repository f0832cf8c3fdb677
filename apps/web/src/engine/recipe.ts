import { type Augmentation, augmentation, randomCrop, randomFlip, type Transform } from '@cnn/datasets';
import {
  adagrad,
  adam,
  adamW,
  type LearningRate,
  lion,
  type Optimizer,
  rmsprop,
  runSchedules,
  sgd,
} from '@cnn/train';
import type { OptimizerName, Settings, TransformName } from './protocol.js';

const optimizers: Record<OptimizerName, (learningRate: LearningRate) => Optimizer> = {
  adam: (learningRate) => adam({ learningRate }),
  adamw: (learningRate) => adamW({ learningRate }),
  sgd: (learningRate) => sgd({ learningRate }),
  rmsprop: (learningRate) => rmsprop({ learningRate }),
  adagrad: (learningRate) => adagrad({ learningRate }),
  lion: (learningRate) => lion({ learningRate }),
};

const transforms: Record<TransformName, () => Transform> = {
  flip: () => randomFlip(),
  'crop:4': () => randomCrop({ padding: 4 }),
};

/** The optimizer that the settings ask for, for a run on so many images. */
export function optimizerOf(settings: Settings, images: number): Optimizer {
  const { optimizer, learningRate, schedule = 'constant', epochs, batchSize, validationSplit } = settings;
  // As `fit` splits them.
  const training = Math.floor(images * (1 - validationSplit));
  const steps = epochs * Math.ceil(training / batchSize);
  return optimizers[optimizer](runSchedules[schedule](learningRate, { steps }));
}

/** The augmentation that the settings ask for. */
export function augmentationOf({ augment = [] }: Settings): Augmentation | undefined {
  return augment.length > 0 ? augmentation(augment.map((name) => transforms[name]())) : undefined;
}
