import { expectKnownOptions, truth } from '@cnn/layers';
import { ConfigError, momentumUpdate, sgdUpdate } from '@cnn/tensor';
import { checkLearningRate, type LearningRate } from '../learning-rate.js';
import { checkShare } from '../numbers.js';
import { type BaseOptions, baseOptionNames, withBase } from './base-optimizer.js';
import type { Optimizer } from './optimizer.js';

/** Options of {@link sgd}, with Keras' defaults. */
export interface SgdOptions extends BaseOptions {
  /** Default 0.01. */
  learningRate?: LearningRate;
  /** Share of the velocity that a step keeps. Default 0: no momentum, and no memory for it. */
  momentum?: number;
  /** Whether the parameters run one step of the velocity ahead; needs a momentum. Default false. */
  nesterov?: boolean;
}

/**
 * Stochastic gradient descent: parameters −= learningRate · gradients; with momentum, in Keras' formulas,
 * velocity = momentum · velocity − learningRate · gradients, then parameters += velocity, or with `nesterov`
 * parameters += momentum · velocity − learningRate · gradients.
 *
 * Sutskever, Martens, Dahl and Hinton, "On the importance of initialization and momentum in deep learning",
 * ICML 2013.
 * @throws ConfigError for an option outside its range
 * @example compile(model, { optimizer: sgd({ learningRate: 0.1, momentum: 0.9 }), loss: 'meanSquaredError' })
 */
export function sgd(options: SgdOptions = {}): Optimizer {
  expectKnownOptions('sgd', options, ['learningRate', 'momentum', 'nesterov', ...baseOptionNames]);
  const { learningRate = 0.01, momentum = 0, nesterov = false } = options;
  checkLearningRate(learningRate);
  checkShare("SGD's momentum", momentum);
  truth("SGD's nesterov", nesterov);
  if (nesterov && momentum === 0) {
    throw new ConfigError(
      "SGD was given nesterov without a momentum; Nesterov's step looks ahead along the velocity, which needs one. Add a momentum such as 0.9, or leave nesterov out.",
    );
  }
  const core: Optimizer = {
    name: 'sgd',
    learningRate,
    slots: momentum === 0 ? [] : ['velocity'],
    rates: ['rate'],
    ratesAt: (rate) => ({ rate }),
    update: ({ parameters, gradients, rates, slots }) => {
      const rate = rates['rate']!;
      const { velocity } = slots;
      const step = velocity
        ? momentumUpdate({ parameters, gradients, velocity, rate }, { momentum, nesterov })
        : sgdUpdate({ parameters, gradients, rate });
      return [step.newParameters];
    },
  };
  return withBase(core, options);
}
