import { expectKnownOptions } from '@cnn/layers';
import { checkFraction, checkPositive, checkRate } from '../numbers.js';
import { alongCosine, type Schedule } from './schedule.js';

/** Options of {@link cosineDecay}, named as in Keras but for the warm-up, which is {@link warmup}'s. */
export interface CosineDecayOptions {
  initialLearningRate: number;
  /** Steps until the end, after which the rate stays as it is there. */
  decaySteps: number;
  /** The rate at the end as a share of that at the beginning. Default 0. */
  alpha?: number;
}

/**
 * From the initial rate to its share alpha along half a cosine, Keras' CosineDecay.
 *
 * Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", ICLR 2017.
 * @throws ConfigError for an option outside its range
 * @example adam({ learningRate: cosineDecay({ initialLearningRate: 1e-3, decaySteps: 10_000 }) })
 */
export function cosineDecay(options: CosineDecayOptions): Schedule {
  expectKnownOptions('cosineDecay', options, ['initialLearningRate', 'decaySteps', 'alpha']);
  const { initialLearningRate, decaySteps, alpha = 0 } = options;
  checkRate('The initialLearningRate of cosineDecay', initialLearningRate);
  checkPositive('The decaySteps of cosineDecay', decaySteps);
  checkFraction('The alpha of cosineDecay', alpha);
  return (step) =>
    alongCosine(initialLearningRate, initialLearningRate * alpha, Math.min(step / decaySteps, 1));
}
