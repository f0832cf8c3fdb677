import { input, type Value } from '@cnn/tensor';
import { KEY_INPUT } from './input-names.js';

/** What a graph is built for. Dropout, for one, works in training only. */
export interface ApplyContext {
  readonly mode: 'train' | 'infer';
  /** Two random words, i32 `[2]`, from which layers draw their randomness. Needed by dropout in training. */
  readonly key?: Value;
  /**
   * Where layers put what training changes besides parameters: results of ops that write over their own state,
   * such as running averages. To be handed to `trainingStep` when the model has been applied. Needed by batch
   * normalisation in training.
   */
  readonly updates?: Value[];
  /** Which of the places where a model uses the layer this is, counted from 0. Default 0. */
  readonly place?: number;
}

/** A context for inference. */
export const inferContext: ApplyContext = { mode: 'infer' };

/**
 * A context for training, for one graph: with a graph input `key` for randomness, and an empty list of updates.
 * A graph without dropout does not depend on the key: `executable.hasInput('key')` tells whether it must be
 * written before each step.
 */
export function trainContext(): Required<Omit<ApplyContext, 'place'>> {
  return { mode: 'train', key: input(KEY_INPUT, [2], 'i32'), updates: [] };
}
