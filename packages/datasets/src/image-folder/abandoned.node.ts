import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** After this time without a write, whoever wrote there is gone; decoding an image takes seconds at most. */
const ABANDONED_MS = 3_600_000;

/** Removes folders that processes were filling when they were killed. */
export async function removeAbandoned(root: string, isUnfinished: (name: string) => boolean): Promise<void> {
  const names = await readdir(root).catch(() => []);
  for (const name of names.filter(isUnfinished)) {
    const folder = join(root, name);
    if ((await lastWrite(folder)) > Date.now() - ABANDONED_MS) continue;
    await rm(folder, { recursive: true, force: true });
  }
}

/** When the folder or one of its files last changed. */
async function lastWrite(folder: string): Promise<number> {
  const files = await readdir(folder).catch(() => []);
  const times = await Promise.all(
    [folder, ...files.map((file) => join(folder, file))].map(
      async (path) => (await stat(path).catch(() => undefined))?.mtimeMs ?? 0,
    ),
  );
  return Math.max(...times);
}
