import { show } from '@cnn/layers';
import { ConfigError, type Value } from '@cnn/tensor';
import type { LearningRate } from '../learning-rate.js';

/** The graph values that an optimizer works on: each holds all parameters, or one number for each of them. */
export interface OptimizerValues {
  readonly parameters: Value;
  readonly gradients: Value;
  /** f32 `[rateCount]`: what `writeRates` wrote for this step. */
  readonly rates: Value;
  /** What the optimizer remembers from step to step, by the names in `slots`; zeros before the first one. */
  readonly slots: Readonly<Record<string, Value>>;
}

/**
 * How gradients change parameters. One object describes an optimizer and holds no state: the same one may
 * serve several trainers.
 */
export interface Optimizer {
  /** The name in Keras' spelling, such as `adam`. */
  readonly name: string;
  readonly learningRate: LearningRate;
  /** Names of the memory it needs, each as large as all parameters together. */
  readonly slots: readonly string[];
  /** How many numbers change from step to step. */
  readonly rateCount: number;
  /** Writes them. `step` counts from 1. */
  writeRates(learningRate: number, step: number, rates: Float32Array): void;
  /** Adds the ops of a step, which write over the parameters and slots. Gives the new parameters first. */
  update(values: OptimizerValues): readonly Value[];
}

/** @throws ConfigError unless `value` lies in [0, 1), as a share that is kept from step to step must. */
export function checkShare(what: string, value: number): void {
  if (typeof value === 'number' && value >= 0 && value < 1) return;
  throw new ConfigError(
    `${what} is ${show(value)}; it must be a number from 0 up to, but not including, 1. Choose one such as 0.9.`,
  );
}
