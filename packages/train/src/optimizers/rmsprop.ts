import { expectKnownOptions, truth } from '@cnn/layers';
import { rmspropUpdate, type Value } from '@cnn/tensor';
import { checkLearningRate, type LearningRate } from '../learning-rate.js';
import { checkEpsilon, checkShare } from '../numbers.js';
import { type BaseOptions, baseOptionNames, withBase } from './base-optimizer.js';
import type { Optimizer } from './optimizer.js';

/** Options of {@link rmsprop}, with Keras' defaults. */
export interface RmspropOptions extends BaseOptions {
  /** Default 0.001. */
  learningRate?: LearningRate;
  /** How slowly the mean of the gradients' squares forgets. Default 0.9. */
  rho?: number;
  /** Share of its last move that a step adds. Default 0: none, and no memory for it. */
  momentum?: number;
  /** Added to the mean square before its root is taken. Default 1e-7. */
  epsilon?: number;
  /** Whether gradients are divided by their deviation rather than by the root of their mean square. Default false. */
  centered?: boolean;
}

/**
 * RMSprop, step by step as in Keras: with v the running mean of the gradients' squares,
 * step = learningRate · g / √(v + epsilon), parameters −= step. With a momentum the step is
 * momentum · last step + step; when `centered`, the square of the gradients' running mean is taken from v.
 *
 * Tieleman and Hinton, "Lecture 6.5: rmsprop", Coursera, 2012; centred: Graves, "Generating sequences with recurrent
 * neural networks", 2013.
 * @throws ConfigError for an option outside its range
 */
export function rmsprop(options: RmspropOptions = {}): Optimizer {
  const names = ['learningRate', 'rho', 'momentum', 'epsilon', 'centered', ...baseOptionNames];
  expectKnownOptions('rmsprop', options, names);
  const { learningRate = 1e-3, rho = 0.9, momentum = 0, epsilon = 1e-7, centered = false } = options;
  checkLearningRate(learningRate);
  checkShare("RMSprop's rho", rho);
  checkShare("RMSprop's momentum", momentum);
  checkEpsilon("RMSprop's epsilon", epsilon);
  truth("RMSprop's centered", centered);
  const core: Optimizer = {
    name: 'rmsprop',
    learningRate,
    slots: ['square', ...(centered ? ['mean'] : []), ...(momentum > 0 ? ['velocity'] : [])],
    rates: ['rate'],
    ratesAt: (rate) => ({ rate }),
    update: ({ parameters, gradients, rates, slots }) => {
      const { square, rate } = { ...slots, ...rates } as Record<'square' | 'rate', Value>;
      const { mean, velocity } = slots;
      const values = { parameters, gradients, square, mean, velocity, rate };
      return [rmspropUpdate(values, { rho, momentum, epsilon }).newParameters];
    },
  };
  return withBase(core, options);
}
