import { expectKnownOptions, truth } from '@cnn/layers';
import { checkPositive, checkRate } from '../numbers.js';
import type { Schedule } from './schedule.js';

/** Options of {@link polynomialDecay}, with Keras' names and defaults. */
export interface PolynomialDecayOptions {
  initialLearningRate: number;
  decaySteps: number;
  /** Default 0.0001. */
  endLearningRate?: number;
  /** Default 1: along a line. */
  power?: number;
  /** Whether the steps until the end are lengthened whenever it is passed. Default false: it ends there. */
  cycle?: boolean;
}

/**
 * (initialLearningRate − endLearningRate) · (1 − step / decaySteps)^power + endLearningRate, Keras'
 * PolynomialDecay.
 * @throws ConfigError for an option outside its range
 */
export function polynomialDecay(options: PolynomialDecayOptions): Schedule {
  expectKnownOptions('polynomialDecay', options, [
    'initialLearningRate',
    'decaySteps',
    'endLearningRate',
    'power',
    'cycle',
  ]);
  const { initialLearningRate, decaySteps, endLearningRate = 1e-4, power = 1, cycle = false } = options;
  checkRate('The initialLearningRate of polynomialDecay', initialLearningRate);
  checkRate('The endLearningRate of polynomialDecay', endLearningRate);
  checkPositive('The decaySteps of polynomialDecay', decaySteps);
  checkPositive('The power of polynomialDecay', power);
  truth('The cycle of polynomialDecay', cycle);
  return (step) => {
    const length = cycle ? decaySteps * Math.max(1, Math.ceil(step / decaySteps)) : decaySteps;
    const left = 1 - Math.min(step / length, 1);
    return (initialLearningRate - endLearningRate) * left ** power + endLearningRate;
  };
}
