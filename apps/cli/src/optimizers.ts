import { adam, type Optimizer, sgd } from '@cnn/train';

/** Makers of optimizers, with the learning rate that Keras gives each when none is chosen. */
export const optimizers = {
  adam: { learningRate: 0.001, make: (learningRate: number): Optimizer => adam({ learningRate }) },
  sgd: { learningRate: 0.01, make: (learningRate: number): Optimizer => sgd({ learningRate }) },
};

export const optimizerNames = Object.keys(optimizers) as (keyof typeof optimizers)[];
