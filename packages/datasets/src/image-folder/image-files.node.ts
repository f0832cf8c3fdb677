import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '@cnn/tensor';
import { isFolder } from '../folder.node.js';
import type { OpenImageFiles } from './image-files.js';
import { isDocumentName, isImageName } from './image-name.js';
import { prepareInCache } from './prepared-cache.node.js';
import { unreadable } from './unreadable.node.js';

/** A file, and what changes when it changes. */
export interface FoundFile {
  /** From the folder that was searched, with `/` between names. */
  path: string;
  bytes: number;
  modified: number;
}

/** Lists a folder; what is decoded of it goes into the cache. */
export const openImageFiles: OpenImageFiles = async (folder, options) => {
  await expectFolder(folder);
  const found = new Map<string, FoundFile>();
  const documents: string[] = [];
  for await (const file of filesIn(folder, '', new Set())) {
    if (isImageName(nameOf(file))) found.set(file.path, file);
    else if (isDocumentName(nameOf(file))) documents.push(file.path);
  }
  return {
    place: folder,
    paths: [...found.keys()],
    documents,
    text: (path) => textOf(join(folder, path)),
    prepare: (paths, preparation) => {
      const files = paths.map((path) => found.get(path)!);
      return prepareInCache({ folder, files, preparation }, options);
    },
  };
};

/**
 * Paths of the image files in a folder, from there and with `/` between names: those that `imageFolder` finds. They may
 * be at any depth, also through symbolic links; what begins with a dot is left out. It goes by names alone, so there
 * may be files that `decodeImage` refuses.
 * @throws DataError when there is no such folder, or one in it that cannot be read; ConfigError in a page, which cannot read folders of the disk.
 * @example for (const path of await imageFilesIn('holidays')) await decodeImage(await readFile(join('holidays', path)));
 */
export async function imageFilesIn(folder: string): Promise<string[]> {
  await expectFolder(folder);
  const paths: string[] = [];
  for await (const file of filesIn(folder, '', new Set())) {
    if (isImageName(nameOf(file))) paths.push(file.path);
  }
  return paths;
}

async function expectFolder(folder: string): Promise<void> {
  if (await isFolder(folder)) return;
  throw new DataError(
    `The folder ${folder} does not exist or is a file; expected a folder with images. Correct the path.`,
  );
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unreadable(path, error);
  }
}

function nameOf({ path }: FoundFile): string {
  return path.split('/').at(-1)!;
}

/** Files at any depth, through symbolic links too. `above`: real folders, which may be linked to in a circle. */
async function* filesIn(root: string, below: string, above: ReadonlySet<string>): AsyncGenerator<FoundFile> {
  const folder = join(root, below);
  const refuse = (error: unknown): never => {
    throw unreadable(folder, error);
  };
  const real = await realpath(folder).catch(refuse);
  if (above.has(real)) return;
  const names = await readdir(folder).catch(refuse);
  for (const name of names.sort()) {
    if (name.startsWith('.')) continue;
    const path = below === '' ? name : `${below}/${name}`;
    const found = await stat(join(root, path)).catch(() => undefined);
    if (found?.isDirectory()) yield* filesIn(root, path, new Set([...above, real]));
    else if (found?.isFile()) yield { path, bytes: found.size, modified: found.mtimeMs };
  }
}
