import { rename, rm, writeFile } from 'node:fs/promises';
import { WriteError } from './errors.js';
import { shownPath } from './paths.js';
import { reasonOf } from './system-error.js';

/**
 * Writes a file under another name first: whoever reads it meanwhile, or after a crash, finds it whole.
 * @throws WriteError when that is not possible; what was there before stays, and nothing is left of the other name
 */
export async function writeWhole(path: string, contents: Uint8Array | string): Promise<void> {
  const unfinished = `${path}.new`;
  try {
    await writeFile(unfinished, contents, { flush: true });
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => {});
    throw writeError(path, error);
  }
}

/** What kept a file from being written, in words, and what helps. */
export function writeError(path: string, error: unknown): WriteError {
  const { code = '' } = error as NodeJS.ErrnoException;
  const known = remedies[code];
  const why = known ? `${known[0]} (${code})` : reasonOf(error);
  const remedy = known?.[1] ?? 'mend that';
  return new WriteError(
    `${shownPath(path)} cannot be written, because ${why}; ${remedy}, or choose another place.`,
    { cause: error },
  );
}

const remedies: Readonly<Record<string, readonly [why: string, remedy: string]>> = {
  ENOSPC: ['no space is left on its disk', 'free some'],
  EDQUOT: ['no space is left of what this user may take', 'free some'],
  EFBIG: ['files may not become that large there', 'raise the limit'],
  EACCES: ['this user may not write there', 'allow it'],
  EPERM: ['this user may not write there', 'allow it'],
  EROFS: ['nothing may be written to its disk', 'allow it'],
  ENOENT: ['its folder is not there', 'make the folder'],
  ENOTDIR: ['a file is where its folder should be', 'move that'],
};
