import { expectKnownOptions, show } from '@cnn/layers';
import { add, ConfigError, leakyRelu, multiply, scale } from '@cnn/tensor';
import type { Loss } from './loss.js';
import { absoluteErrors } from './mean-absolute-error.js';
import { valuesAccuracy } from './values-accuracy.js';

/** Options of {@link huber}. */
export interface HuberOptions {
  /** The error from which on the loss grows as a line. Default 1. */
  delta?: number;
}

/**
 * The mean over a sample's numbers of e² / 2 where the error e = |prediction − y| is at most delta, and of
 * delta · e − delta² / 2 beyond: a few wild values do not rule the others. Output and y of one shape,
 * `[batch, …]`. The metric 'accuracy' is that of meanSquaredError. Huber, "Robust estimation of a location
 * parameter", 1964.
 * @throws ConfigError unless delta is a finite number above 0
 * @example compile(model, { loss: huber({ delta: 0.5 }), optimizer: 'adam' })
 */
export function huber(options: HuberOptions = {}): Loss {
  expectKnownOptions('huber', options, ['delta']);
  const { delta = 1 } = options;
  if (!Number.isFinite(delta) || delta <= 0) {
    throw new ConfigError(
      `The delta of huber is ${show(delta)}; it must be a finite number above 0. Choose one such as 1.`,
    );
  }
  return {
    name: 'huber',
    targets: 'values',
    build: (output, targets) => {
      const errors = absoluteErrors(output, targets);
      const bounded = leakyRelu({ x: errors }, { negativeSlope: 0, maxValue: delta }).y;
      // b · (e − b / 2), b being the smaller of e and delta, is both cases at once.
      const rest = add({ a: errors, b: scale({ x: bounded }, -0.5).y }).y;
      return { each: multiply({ a: bounded, b: rest }).y, predictions: output };
    },
    accuracy: valuesAccuracy,
  };
}
