import { mkdtemp, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { extract } from 'tar';
import { withoutSpace } from './cache-folder.node.js';
import { download } from './download.node.js';
import { DataUnavailableError } from './errors.js';
import { isFolder } from './folder.node.js';
import type { LoadOptions, Origin } from './source.js';

/** The folder that holds a data set once it was downloaded: it exists whole or not at all. */
export function cacheFolderOf({ cacheName }: Origin, options: LoadOptions): string {
  return join(cacheRootOf(options), cacheName);
}

/** The folder that was chosen, else that of the environment variable `CNN_CACHE`, else the platform's for caches. */
export function cacheRootOf({ cacheFolder }: { cacheFolder?: string }): string {
  return resolve(cacheFolder ?? (process.env['CNN_CACHE'] || envPaths('cnn', { suffix: '' }).cache));
}

/**
 * Downloads a data set's files next to `folder` and gives them that name when all are there and checked, so an
 * interrupted run leaves no half-made cache, but does leave what it received to go on from.
 * @throws DataUnavailableError when offline, when the server cannot be reached, or the cache cannot be written.
 * @throws DataError when the server has other files than the official ones.
 * @throws ConfigError when the mirror is no address.
 */
export async function fillCache(folder: string, origin: Origin, options: LoadOptions): Promise<void> {
  if (options.offline) {
    throw new DataUnavailableError(
      `${origin.title} is not in ${folder}, and offline is set, so it was not downloaded. Run once with a connection, or name the folder that holds its files.`,
    );
  }
  const incomplete = `${folder}.incomplete`;
  try {
    for (const file of origin.files) await download(origin, file, incomplete, options);
    const complete = origin.archiveFolder === undefined ? incomplete : await unpack(origin, incomplete);
    await rename(complete, folder);
  } catch (error) {
    // Another process may have been faster; its files passed the same checks.
    if (!(await isFolder(folder))) throw withoutSpace(incomplete, error) ?? error;
  }
  await removeIncomplete(folder);
}

/**
 * Removes what was received on the way to a folder that is there now. Another process may still be at it, and makes
 * way when it finds the folder.
 */
export async function removeIncomplete(folder: string): Promise<void> {
  await rm(`${folder}.incomplete`, { recursive: true, force: true }).catch(() => {});
}

/** Unpacks the archive in `folder` and returns the folder that came out of it. */
async function unpack({ files, archiveFolder }: Origin, folder: string): Promise<string> {
  const unpacked = await mkdtemp(join(folder, 'unpacked-'));
  for (const { name } of files) {
    await extract({ file: join(folder, name), cwd: unpacked, strict: true, preserveOwner: false });
  }
  return join(unpacked, archiveFolder!);
}
