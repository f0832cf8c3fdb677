import { expectKnownOptions, truth } from '@cnn/layers';
import { checkPositive, checkRate } from '../numbers.js';
import type { Schedule } from './schedule.js';

/** Options of {@link exponentialDecay}, named as in Keras. */
export interface ExponentialDecayOptions {
  initialLearningRate: number;
  /** Steps in which the rate is multiplied by `decayRate` once. */
  decaySteps: number;
  decayRate: number;
  /** Whether it stays the same in between. Default false. */
  staircase?: boolean;
}

/**
 * initialLearningRate · decayRate^(step / decaySteps), Keras' ExponentialDecay.
 * @throws ConfigError for an option outside its range
 * @example adam({ learningRate: exponentialDecay({ initialLearningRate: 0.1, decaySteps: 1000, decayRate: 0.96 }) })
 */
export function exponentialDecay(options: ExponentialDecayOptions): Schedule {
  expectKnownOptions('exponentialDecay', options, [
    'initialLearningRate',
    'decaySteps',
    'decayRate',
    'staircase',
  ]);
  const { initialLearningRate, decaySteps, decayRate, staircase = false } = options;
  checkRate('The initialLearningRate of exponentialDecay', initialLearningRate);
  checkPositive('The decaySteps of exponentialDecay', decaySteps);
  checkPositive('The decayRate of exponentialDecay', decayRate);
  truth('The staircase of exponentialDecay', staircase);
  return (step) => {
    const times = step / decaySteps;
    return initialLearningRate * decayRate ** (staircase ? Math.floor(times) : times);
  };
}
