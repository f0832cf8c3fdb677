import { expectKnownOptions } from '@cnn/layers';
import { adagradUpdate, type Value } from '@cnn/tensor';
import { checkLearningRate, type LearningRate } from '../learning-rate.js';
import { checkEpsilon, checkRate } from '../numbers.js';
import { type BaseOptions, baseOptionNames, withBase } from './base-optimizer.js';
import type { Optimizer } from './optimizer.js';

/** Options of {@link adagrad}, with Keras' defaults. */
export interface AdagradOptions extends BaseOptions {
  /** Default 0.001. */
  learningRate?: LearningRate;
  /** What the sums of squares begin with. Default 0.1. */
  initialAccumulatorValue?: number;
  /** Added to the sum of squares before its root is taken. Default 1e-7. */
  epsilon?: number;
}

/**
 * Adagrad, as in Keras: with s the sum of all squared gradients so far,
 * parameters −= learningRate · g / √(s + epsilon).
 *
 * Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning and stochastic optimization", JMLR 2011.
 * @throws ConfigError for an option outside its range
 */
export function adagrad(options: AdagradOptions = {}): Optimizer {
  const names = ['learningRate', 'initialAccumulatorValue', 'epsilon', ...baseOptionNames];
  expectKnownOptions('adagrad', options, names);
  const { learningRate = 1e-3, initialAccumulatorValue = 0.1, epsilon = 1e-7 } = options;
  checkLearningRate(learningRate);
  checkRate("Adagrad's initialAccumulatorValue", initialAccumulatorValue);
  checkEpsilon("Adagrad's epsilon", epsilon);
  const core: Optimizer = {
    name: 'adagrad',
    learningRate,
    slots: ['squares'],
    rates: ['rate'],
    ratesAt: (rate) => ({ rate }),
    update: ({ parameters, gradients, rates, slots }) => {
      const { squares, rate } = { ...slots, ...rates } as Record<'squares' | 'rate', Value>;
      const offset = initialAccumulatorValue + epsilon;
      return [adagradUpdate({ parameters, gradients, squares, rate }, { offset }).newParameters];
    },
  };
  return withBase(core, options);
}
