import type { Tensor } from '@cnn/tensor';
import type { CallbackState } from '../callbacks/callback.js';
import type { FitProgress } from '../fit-progress.js';

/** What an interrupted training needs to go on as if nothing had happened. */
export interface Checkpoint {
  readonly learner: LearnerState;
  /** Where the call of `fit` stands in which it was made; without one it was made between calls. */
  readonly fit: FitState | undefined;
}

/** A model's weights, with all that their next step depends on. */
export interface LearnerState {
  /** By the names of the weights, those that are not trained included. */
  readonly weights: ReadonlyMap<string, Tensor>;
  /** Name of the optimizer. */
  readonly optimizer: string;
  /** What the optimizer remembers, by slot. */
  readonly slots: ReadonlyMap<string, Tensor>;
  readonly seed: number;
  readonly stepsTaken: number;
  readonly epochsBegun: number;
  /** The rate when it was set during training; `undefined` when it is still the optimizer's. */
  readonly learningRate: number | undefined;
}

/** A call of `fit`, and what its callbacks remember. */
export interface FitState {
  readonly progress: FitProgress;
  /** Of the callbacks that have a state, in order. */
  readonly callbacks: readonly CallbackState[];
}
