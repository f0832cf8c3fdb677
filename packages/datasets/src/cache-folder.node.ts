import { mkdir } from 'node:fs/promises';
import { DataError } from '@cnn/tensor';
import { DataUnavailableError } from './errors.js';

/** What to do where a cache folder's disk is full; undefined for other errors. */
export function withoutSpace(folder: string, error: unknown): DataError | undefined {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return undefined;
  return new DataError(
    `There is no space left for the cache folder ${folder} (${code}). Free some, or choose another with cacheFolder or the environment variable CNN_CACHE.`,
    { cause: error },
  );
}

/** @throws DataUnavailableError when a folder of the cache cannot be made. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw new DataUnavailableError(
      `The cache folder ${folder} cannot be made (${(cause as NodeJS.ErrnoException).code}). Choose another with cacheFolder or the environment variable CNN_CACHE.`,
      { cause },
    );
  }
}
