import { expectKnownOptions, show } from '@cnn/layers';
import { ConfigError } from '@cnn/tensor';
import { checkFraction, checkPositive, checkRate } from '../numbers.js';
import { alongCosine, type Schedule } from './schedule.js';

/** Options of {@link cosineDecayRestarts}, named as in Keras. */
export interface CosineDecayRestartsOptions {
  initialLearningRate: number;
  /** Steps of the first period. */
  firstDecaySteps: number;
  /** How much longer each period is than the one before, 1 or more. Default 2. */
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
  checkGrowth(tMul);
  checkPositive('The mMul of cosineDecayRestarts', mMul);
  checkFraction('The alpha of cosineDecayRestarts', alpha);
  return (step) => {
    const { period, progress } = periodAt(step / firstDecaySteps, tMul);
    const highest = initialLearningRate * mMul ** period;
    return alongCosine(highest, highest * alpha, progress);
  };
}

/** The share of a period that rounding may leave at its end; a step is far more. */
const ROUNDING = 1e-9;

/** @param time in first periods. Periods are 1, tMul, tMul², … long. */
function periodAt(time: number, tMul: number): { period: number; progress: number } {
  const period = Math.floor(periodsIn(time, tMul));
  const before = tMul === 1 ? period : (1 - tMul ** period) / (1 - tMul);
  const progress = (time - before) / tMul ** period;
  return progress >= 1 - ROUNDING ? { period: period + 1, progress: 0 } : { period, progress };
}

/** The sum of a geometric series, solved for the number of its terms. */
function periodsIn(time: number, tMul: number): number {
  return tMul === 1 ? time : Math.log(1 - time * (1 - tMul)) / Math.log(tMul);
}

/** @throws ConfigError unless it is a finite number ≥ 1: shorter and shorter periods come to an end, and training may not. */
function checkGrowth(tMul: number): void {
  if (typeof tMul === 'number' && Number.isFinite(tMul) && tMul >= 1) return;
  throw new ConfigError(
    `The tMul of cosineDecayRestarts is ${show(tMul)}; it must be a finite number, 1 or larger, so that periods do not become shorter. Choose one such as 2.`,
  );
}
