import { expectKnownOptions, show } from '@cnn/layers';
import { ConfigError } from '@cnn/tensor';
import { checkRate } from '../numbers.js';
import type { Schedule } from './schedule.js';

/** Options of {@link piecewiseConstantDecay}, named as in Keras. */
export interface PiecewiseConstantDecayOptions {
  /** The last step of each value but the last one, in rising order. */
  boundaries: readonly number[];
  /** One more than there are boundaries. */
  values: readonly number[];
}

/**
 * values[0] up to and with step boundaries[0], then values[1], and so on: Keras' PiecewiseConstantDecay.
 * @throws ConfigError when boundaries do not rise, or there is not one value more than there are boundaries
 * @example sgd({ learningRate: piecewiseConstantDecay({ boundaries: [32_000, 48_000], values: [0.1, 0.01, 0.001] }) })
 */
export function piecewiseConstantDecay(options: PiecewiseConstantDecayOptions): Schedule {
  expectKnownOptions('piecewiseConstantDecay', options, ['boundaries', 'values']);
  const { boundaries, values } = options;
  if (!Array.isArray(boundaries) || boundaries.some((step, i) => !(step > (boundaries[i - 1] ?? -1)))) {
    throw new ConfigError(
      `The boundaries of piecewiseConstantDecay are ${show(boundaries)}; they must be steps in rising order. Pass an array such as [1000, 2000].`,
    );
  }
  if (!Array.isArray(values) || values.length !== boundaries.length + 1) {
    throw new ConfigError(
      `piecewiseConstantDecay was given the values ${show(values)} for ${boundaries.length} boundaries; there must be one value more than boundaries. Pass ${boundaries.length + 1} learning rates.`,
    );
  }
  for (const rate of values) checkRate('A value of piecewiseConstantDecay', rate);
  return (step) => values[boundaries.filter((boundary) => step > boundary).length]!;
}
