import { adam, type LearningRate, type Optimizer, sgd } from '@cnn/train';
import { UsageError } from './errors.js';

/** Makers of optimizers, with the learning rate that Keras gives each when none is chosen. */
export const optimizers = {
  adam: { learningRate: 0.001, make: (learningRate: LearningRate) => adam({ learningRate }) },
  sgd: {
    learningRate: 0.01,
    make: (learningRate: LearningRate, momentum = 0) => sgd({ learningRate, momentum }),
  },
};

type OptimizerName = keyof typeof optimizers;

export const optimizerNames = Object.keys(optimizers) as OptimizerName[];

/** @throws UsageError for an option that the optimizer does not have */
export function optimizerOf(
  name: OptimizerName,
  { learningRate, momentum }: { learningRate: LearningRate; momentum: number | undefined },
): Optimizer {
  if (momentum !== undefined && name !== 'sgd') {
    throw new UsageError(
      `--momentum got ${momentum} for ${name}, which has none to choose; leave it out, or use --optimizer sgd.`,
    );
  }
  return optimizers[name].make(learningRate, momentum);
}
