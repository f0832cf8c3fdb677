import { expectKnownOptions } from '@cnn/layers';
import { checkFraction, checkPositive, checkRate } from '../numbers.js';
import { alongCosine, type Schedule } from './schedule.js';

/** Options of {@link cosineDecayRestarts}, named as in Keras. */
export interface CosineDecayRestartsOptions {
  initialLearningRate: number;
  /** Steps of the first period. */
  firstDecaySteps: number;
  /** How much longer each period is than the one before. Default 2. */
  tMul?: number;
  /** The rate at the beginning of a period as a multiple of that of the one before. Default 1. */
  mMul?: number;
  /** The rate at the end of a period as a share of that at its beginning. Default 0. */
  alpha?: number;
}

/**
 * Periods of {@link cosineDecay}, each of which begins with a high rate again: Keras' CosineDecayRestarts.
 *
 * Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", ICLR 2017.
 * @throws ConfigError for an option outside its range
 */
export function cosineDecayRestarts(options: CosineDecayRestartsOptions): Schedule {
  expectKnownOptions('cosineDecayRestarts', options, [
    'initialLearningRate',
    'firstDecaySteps',
    'tMul',
    'mMul',
    'alpha',
  ]);
  const { initialLearningRate, firstDecaySteps, tMul = 2, mMul = 1, alpha = 0 } = options;
  checkRate('The initialLearningRate of cosineDecayRestarts', initialLearningRate);
  checkPositive('The firstDecaySteps of cosineDecayRestarts', firstDecaySteps);
  checkPositive('The tMul of cosineDecayRestarts', tMul);
  checkPositive('The mMul of cosineDecayRestarts', mMul);
  checkFraction('The alpha of cosineDecayRestarts', alpha);
  return (step) => {
    const { period, progress } = periodAt(step / firstDecaySteps, tMul);
    const highest = initialLearningRate * mMul ** period;
    return alongCosine(highest, highest * alpha, progress);
  };
}

/** @param time in first periods. Periods are 1, tMul, tMul², … long. */
function periodAt(time: number, tMul: number): { period: number; progress: number } {
  if (tMul === 1) return { period: Math.floor(time), progress: time % 1 };
  // The sum of a geometric series, solved for the number of its terms.
  const period = Math.floor(Math.log(1 - time * (1 - tMul)) / Math.log(tMul));
  const before = (1 - tMul ** period) / (1 - tMul);
  return { period, progress: (time - before) / tMul ** period };
}
