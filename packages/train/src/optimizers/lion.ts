import { expectKnownOptions } from '@cnn/layers';
import { lionUpdate, type Value } from '@cnn/tensor';
import { checkLearningRate, type LearningRate } from '../learning-rate.js';
import { checkShare } from '../numbers.js';
import { type BaseOptions, baseOptionNames, withBase } from './base-optimizer.js';
import type { Optimizer } from './optimizer.js';

/** Options of {@link lion}, with Keras' defaults. */
export interface LionOptions extends BaseOptions {
  /** Default 0.001; its authors advise a third to a tenth of what suits Adam. */
  learningRate?: LearningRate;
  /** Weight of the mean of the gradients in the direction of a step. Default 0.9. */
  beta1?: number;
  /** How slowly that mean forgets. Default 0.99. */
  beta2?: number;
}

/**
 * Lion, as in Keras: all parameters move by the same length,
 * parameters −= learningRate · sign(beta1 · m + (1 − beta1) · g), then m = beta2 · m + (1 − beta2) · g.
 *
 * Chen et al., "Symbolic discovery of optimization algorithms", NeurIPS 2023.
 * @throws ConfigError for an option outside its range
 */
export function lion(options: LionOptions = {}): Optimizer {
  expectKnownOptions('lion', options, ['learningRate', 'beta1', 'beta2', ...baseOptionNames]);
  const { learningRate = 1e-3, beta1 = 0.9, beta2 = 0.99 } = options;
  checkLearningRate(learningRate);
  checkShare("Lion's beta1", beta1);
  checkShare("Lion's beta2", beta2);
  const core: Optimizer = {
    name: 'lion',
    learningRate,
    slots: ['m'],
    rates: ['rate'],
    ratesAt: (rate) => ({ rate }),
    update: ({ parameters, gradients, rates, slots }) => {
      const { m, rate } = { ...slots, ...rates } as Record<'m' | 'rate', Value>;
      return [lionUpdate({ parameters, gradients, m, rate }, { beta1, beta2 }).newParameters];
    },
  };
  return withBase(core, options);
}
