import { defineActivation } from './activation.js';

/** The corners of a ReLU that is not the plain one. */
export interface LeakyRelu {
  /** Slope below the threshold. */
  readonly negativeSlope: number;
  /** Default 0. */
  readonly threshold?: number;
  /** What y is at most. Default: no limit. */
  readonly maxValue?: number;
}

/**
 * y = x where x ≥ threshold, but at most maxValue; elsewhere negativeSlope · (x − threshold), which is 0 for a slope of
 * 0, even at −∞. NaN stays NaN. With a slope of 0 and a maxValue of 6 it is ReLU6. Maas, Hannun and Ng, "Rectifier nonlinearities improve
 * neural network acoustic models", ICML 2013.
 */
export const [leakyRelu, leakyReluGrad] = defineActivation<LeakyRelu>('leakyRelu', {
  value: (x, { negativeSlope, threshold = 0, maxValue = Infinity }) =>
    x < threshold ? below(x - threshold, negativeSlope) : Math.min(x, maxValue),
  slope: (x, { negativeSlope, threshold = 0, maxValue = Infinity }) =>
    x > threshold ? Number(x < maxValue) : negativeSlope,
  fields: ({ negativeSlope, threshold = 0, maxValue = Infinity }) => ({
    slope: negativeSlope,
    threshold,
    most: maxValue,
  }),
});

function below(distance: number, slope: number): number {
  return slope === 0 ? 0 : slope * distance;
}
