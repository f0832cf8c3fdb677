import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** After this time without a write, whoever wrote there is gone; decoding an image takes seconds at most. */
const ABANDONED_MS = 3_600_000;

/** Removes files that processes were writing when they were killed. */
export async function removeAbandoned(root: string, isUnfinished: (name: string) => boolean): Promise<void> {
  const names = await readdir(root).catch(() => []);
  for (const name of names.filter(isUnfinished)) {
    const path = join(root, name);
    const lastWrite = (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;
    if (lastWrite < Date.now() - ABANDONED_MS) await rm(path, { force: true });
  }
}
