import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '@cnn/tensor';
import { cacheFolderOf, fillCache, removeIncomplete } from './cache.node.js';
import { isFolder } from './folder.node.js';
import type { FileSource, OpenSource, Origin } from './source.js';

/** The folder that was named, else the cache, filled first if need be. */
export const openSource: OpenSource = async (origin, options) => {
  if (options.folder !== undefined) {
    const remedy = `Extract the official files of ${origin.title} from ${origin.baseUrl} again, or leave the folder out to have them downloaded.`;
    return sourceOfFolder(await dataFolder(origin, options.folder), remedy);
  }
  const folder = cacheFolderOf(origin, options);
  if (await isFolder(folder)) await removeIncomplete(folder);
  else await fillCache(folder, origin, options);
  return sourceOfFolder(folder, `Delete that folder; the next run downloads it again.`);
};

/** The folder itself, or the one inside it that the official archive creates. */
async function dataFolder({ title, archiveFolder }: Origin, folder: string): Promise<string> {
  if (!(await isFolder(folder))) {
    throw new DataError(
      `The folder ${folder} for ${title} does not exist or is a file; expected a folder with the extracted files. Correct the path, or leave it out to have them downloaded.`,
    );
  }
  const inner = archiveFolder === undefined ? folder : join(folder, archiveFolder);
  return (await isFolder(inner)) ? inner : folder;
}

function sourceOfFolder(place: string, remedy: string): FileSource {
  return {
    place,
    remedy,
    size: async (name) => (await stat(join(place, name)).catch(() => undefined))?.size,
    read: async (name) => readFile(join(place, name)),
  };
}
