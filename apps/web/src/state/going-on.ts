import { epochsDone, keptPart, type Run } from '../engine/protocol/run.js';

/**
 * How many epochs a run has in the end when it is gone on with: as many as it was meant to have, if it was stopped
 * before, on this machine or another one; else `more` than it has.
 */
export function plannedEpochs(run: Run, more: number): number {
  const kept = keptPart(run);
  const { config, resumable, state, test } = kept;
  const done = epochsDone(kept);
  const wasStopped = !test && (resumable || state === 'stopped');
  return wasStopped && config.epochs !== undefined && config.epochs > done ? config.epochs : done + more;
}
