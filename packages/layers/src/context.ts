import { input, type Value } from '@cnn/tensor';
import { KEY_INPUT } from './input-names.js';

/** What a graph is built for. Dropout, for one, works in training only. */
export interface ApplyContext {
  readonly mode: 'train' | 'infer';
  /** Two random words, i32 `[2]`, from which layers draw their randomness. Needed by dropout in training. */
  readonly key?: Value;
}

/** A context for inference. */
export const inferContext: ApplyContext = { mode: 'infer' };

/**
 * A context for training, with a graph input `key` for randomness. A graph without dropout does not depend
 * on it: `executable.hasInput('key')` tells whether it must be written before each step.
 */
export function trainContext(): ApplyContext {
  return { mode: 'train', key: input(KEY_INPUT, [2], 'i32') };
}
