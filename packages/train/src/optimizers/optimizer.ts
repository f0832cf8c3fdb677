import type { Value } from '@cnn/tensor';
import type { LearningRate } from '../learning-rate.js';

/** The graph values that an optimizer works on: each holds all parameters, or one number for each of them. */
export interface OptimizerValues {
  /** A bundle of the weights' variables, which have the weights' names. */
  readonly parameters: Value;
  readonly gradients: Value;
  /** f32 `[1]` each: what `ratesAt` gives for this step, by the names in `rates`. */
  readonly rates: Readonly<Record<string, Value>>;
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
  /** Names of the numbers that change from step to step. */
  readonly rates: readonly string[];
  /** These numbers. `step` counts from 1. */
  ratesAt(learningRate: number, step: number): Readonly<Record<string, number>>;
  /** Adds the ops of a step, which write over the parameters and slots. Gives the new parameters first. */
  update(values: OptimizerValues): readonly Value[];
  /** What weights lose of themselves in a step, times the learning rate. Default 0. */
  readonly weightDecay?: number;
  /** Batches over which gradients are averaged, in the slot `accumulated`, before it moves. Default 1. */
  readonly gradientAccumulationSteps?: number;
  /**
   * Whether its slot `average` is for averages of the weights, to be used in their place outside of training. In each
   * step that moves weights they go the share of its rate `average` towards these, as constraints have left them.
   */
  readonly keepsAverage?: boolean;
}
