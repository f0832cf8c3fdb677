import { expectKnownOptions } from '@cnn/layers';
import { checkPositive, checkRate } from '../numbers.js';
import type { Schedule } from './schedule.js';

/** Options of {@link stepDecay}. */
export interface StepDecayOptions {
  initialLearningRate: number;
  /** Steps after which the rate drops. */
  dropSteps: number;
  /** What it is multiplied by then. Default 0.1. */
  factor?: number;
}

/**
 * initialLearningRate · factor^⌊step / dropSteps⌋, PyTorch's StepLR counted in steps.
 * @throws ConfigError for an option outside its range
 */
export function stepDecay(options: StepDecayOptions): Schedule {
  expectKnownOptions('stepDecay', options, ['initialLearningRate', 'dropSteps', 'factor']);
  const { initialLearningRate, dropSteps, factor = 0.1 } = options;
  checkRate('The initialLearningRate of stepDecay', initialLearningRate);
  checkPositive('The dropSteps of stepDecay', dropSteps);
  checkPositive('The factor of stepDecay', factor);
  return (step) => initialLearningRate * factor ** Math.floor(step / dropSteps);
}
