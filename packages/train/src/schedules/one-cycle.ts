import { expectKnownOptions } from '@cnn/layers';
import { checkFraction, checkPositive, checkRate } from '../numbers.js';
import { alongCosine, type Schedule } from './schedule.js';

/** Options of {@link oneCycle}, with PyTorch's defaults. */
export interface OneCycleOptions {
  /** The rate at the top of the cycle. */
  maxLearningRate: number;
  /** Steps of the cycle: all that will be taken. After them the rate stays as it is at the end. */
  totalSteps: number;
  /** Share of the steps that the rate rises in. Default 0.3. */
  riseFraction?: number;
  /** How many times lower than the top the rate begins. Default 25. */
  initialDivisor?: number;
  /** How many times lower than at the beginning it ends. Default 10,000. */
  finalDivisor?: number;
}

/**
 * Up to the highest rate and down to next to nothing, each along half a cosine: PyTorch's OneCycleLR, without its
 * changes of momentum.
 *
 * Smith and Topin, "Super-convergence: very fast training of neural networks using large learning rates", 2018.
 * @throws ConfigError for an option outside its range
 * @example sgd({ learningRate: oneCycle({ maxLearningRate: 0.4, totalSteps: 11_730 }), momentum: 0.9 })
 */
export function oneCycle(options: OneCycleOptions): Schedule {
  expectKnownOptions('oneCycle', options, [
    'maxLearningRate',
    'totalSteps',
    'riseFraction',
    'initialDivisor',
    'finalDivisor',
  ]);
  const {
    maxLearningRate,
    totalSteps,
    riseFraction = 0.3,
    initialDivisor = 25,
    finalDivisor = 1e4,
  } = options;
  checkRate('The maxLearningRate of oneCycle', maxLearningRate);
  checkPositive('The totalSteps of oneCycle', totalSteps);
  checkFraction('The riseFraction of oneCycle', riseFraction);
  checkPositive('The initialDivisor of oneCycle', initialDivisor);
  checkPositive('The finalDivisor of oneCycle', finalDivisor);
  const first = maxLearningRate / initialDivisor;
  const last = first / finalDivisor;
  const top = Math.max(riseFraction * totalSteps - 1, 0);
  const end = Math.max(totalSteps - 1, top);
  return (step) => {
    if (step >= end) return last;
    if (step < top) return alongCosine(first, maxLearningRate, step / top);
    return alongCosine(maxLearningRate, last, (step - top) / (end - top));
  };
}
