import type { BatchTransform } from './batch-transform.js';
import type { FitPlan, Logs } from './callbacks/callback.js';
import type { TotalsState } from './totals.js';

/** How far a call of `fit` is. Plain data. */
export interface FitProgress {
  /** The epoch that is under way or comes next, from 0. */
  readonly epoch: number;
  /** Its steps so far, and what they add to the epoch's figures; `undefined` between epochs. */
  readonly underway: { readonly batch: number; readonly totals: TotalsState } | undefined;
  /** Names of the figures of an epoch; absent in checkpoints of versions that did not tell. */
  readonly figures?: readonly string[];
  /** Whether a callback has stopped training. */
  readonly stopped: boolean;
  /** The figures of the epochs that are done, in order. */
  readonly logs: readonly Logs[];
  /** What the batches of an epoch depend on. */
  readonly batches: Batches;
}

export interface Batches {
  readonly samples: number;
  readonly batchSize: number;
  readonly shuffle: boolean;
  /** The augmentation as JSON; absent without one, or when it does not tell. */
  readonly augment?: string;
}

/** How the batches of a call of `fit` are made. */
export function batchesOf(
  { samples, batchSize }: FitPlan,
  shuffle: boolean,
  augment: BatchTransform | undefined,
): Batches {
  return { samples, batchSize, shuffle, ...(augment?.toJSON && { augment: JSON.stringify(augment) }) };
}
