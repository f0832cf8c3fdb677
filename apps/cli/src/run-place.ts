import { basename } from 'node:path';
import { type DataChoice, isFolder } from './catalog.js';
import { RunFolder, timestamp } from './run-folder.js';
import { RunLock } from './run-lock.js';
import type { TrainOptions } from './train-settings.js';

/** Where a run is kept; no other process trains there until the lock is released. */
export interface RunPlace {
  readonly folder: RunFolder;
  readonly lock: RunLock;
}

/** @throws UsageError when another process trains where the run is to be, or has left something there */
export async function takePlace(options: TrainOptions, data: DataChoice): Promise<RunPlace> {
  const { out } = options;
  if (out === undefined) return RunFolder.fresh(usualName(options, data));
  const lock = await RunLock.take(out);
  try {
    return { folder: await RunFolder.named(out), lock };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function usualName({ model, dataDir }: TrainOptions, data: DataChoice): string {
  const images = isFolder(data) && dataDir !== undefined ? basename(dataDir) : data;
  return `${model}-${images}-${timestamp()}`;
}
