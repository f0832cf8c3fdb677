import { expectKnownOptions } from '@cnn/layers';
import { adamUpdate, type Value } from '@cnn/tensor';
import { checkLearningRate, type LearningRate } from '../learning-rate.js';
import { checkEpsilon, checkShare } from '../numbers.js';
import { type BaseOptions, baseOptionNames, withBase } from './base-optimizer.js';
import type { Optimizer } from './optimizer.js';

/** Options of {@link adam}, with Keras' defaults. */
export interface AdamOptions extends BaseOptions {
  /** Default 0.001. */
  learningRate?: LearningRate;
  /** How slowly the mean of the gradients forgets. Default 0.9. */
  beta1?: number;
  /** How slowly the mean of their squares forgets. Default 0.999. */
  beta2?: number;
  /** Added to the root of the mean square. Default 1e-7. */
  epsilon?: number;
}

/** Their names. */
export const adamOptionNames = ['learningRate', 'beta1', 'beta2', 'epsilon', ...baseOptionNames] as const;

/**
 * Adam, step by step as in Keras: with m and v the running means of the gradients g and of g²,
 * parameters −= learningRate · √(1 − beta2ᵗ) / (1 − beta1ᵗ) · m / (√v + epsilon) at step t = 1, 2, ….
 *
 * Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015.
 * @throws ConfigError for an option outside its range
 * @example compile(model, { optimizer: adam({ learningRate: 3e-4 }), loss: 'sparseCategoricalCrossentropy' })
 */
export function adam(options: AdamOptions = {}): Optimizer {
  expectKnownOptions('adam', options, adamOptionNames);
  const { learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = options;
  checkLearningRate(learningRate);
  checkShare("Adam's beta1", beta1);
  checkShare("Adam's beta2", beta2);
  checkEpsilon("Adam's epsilon", epsilon);
  const core: Optimizer = {
    name: 'adam',
    learningRate,
    slots: ['m', 'v'],
    rates: ['alpha'],
    ratesAt: (rate, step) => ({ alpha: (rate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step) }),
    update: ({ parameters, gradients, rates, slots }) => {
      const { m, v, alpha } = { ...slots, ...rates } as Record<'m' | 'v' | 'alpha', Value>;
      return [adamUpdate({ parameters, gradients, m, v, alpha }, { beta1, beta2, epsilon }).newParameters];
    },
  };
  return withBase(core, options);
}
