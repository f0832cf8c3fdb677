import type { Model } from '@cnn/layers';
import type { DataName } from '../tasks/tasks.js';
import { epochsDone, keptPart, type Run } from './protocol/run.js';
import type { Settings } from './protocol/settings.js';

/** Where a training begins. */
export interface Start {
  readonly run: Run;
  readonly model: Model;
  /** A checkpoint that `fit` goes on from, rather than from the model's weights. */
  readonly resume?: Uint8Array | undefined;
  /** Epochs that `fit` knows nothing of: a checkpoint tells of those before, weights alone do not. */
  readonly before: number;
}

/**
 * Where a run goes on: at its checkpoint, or else at its weights. What came after these is learned again.
 * @param kept the checkpoint, or the file that has the weights
 */
export function goingOn(
  known: Run,
  model: Model,
  kept: Uint8Array<ArrayBuffer>,
  config: Settings & { readonly data: DataName },
): Start {
  const { resumable, weightsAt = epochsDone(known) } = known;
  const had = keptPart(known);
  const before = resumable ? (had.epochsBefore ?? 0) : epochsDone(had);
  const run: Run = {
    ...had,
    config: { ...had.config, ...config },
    test: null,
    state: 'training',
    weightsAt,
    epochsBefore: before,
  };
  return { run, model, before, resume: resumable ? kept : undefined };
}
