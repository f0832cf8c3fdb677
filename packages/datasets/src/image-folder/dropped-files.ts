import type { NamedFile } from '../source.js';
import type { ImageFiles } from './image-files.js';
import { isDocumentName, isImageName } from './image-name.js';
import { type PreparedFile, prepareImage } from './preparation.js';
import { Progress } from './progress.js';

/** The image files that a page was given. @param belongs whether a file of such a name is part of the data set */
export function droppedFiles(
  files: readonly NamedFile[],
  belongs: (name: string) => boolean = isImageName,
): ImageFiles {
  const all = files.map(({ name, bytes }) => {
    return { folders: name.split(/[\\/]/).filter((part) => part !== ''), bytes };
  });
  const parts = all.filter(({ folders }) => folders.length > 0 && belongs(folders.at(-1)!));
  const above = foldersAbove(parts.map(({ folders }) => folders));
  const root = parts[0]?.folders.slice(0, above).join('/');
  const within = all.filter(({ folders }) => folders.slice(0, above).join('/') === root);
  const byPath = new Map(within.map(({ folders, bytes }) => [folders.slice(above).join('/'), bytes]));
  const paths = [...byPath.keys()];
  return {
    place: 'the files passed',
    paths: paths.filter((path) => isImageName(nameOf(path))),
    documents: paths.filter((path) => isDocumentName(nameOf(path))),
    text: async (path) => {
      const bytes = byPath.get(path);
      return bytes && new TextDecoder().decode(bytes);
    },
    prepare: async (paths, preparation, { signal, onProgress }) => {
      const failures = new Map<string, string>();
      const images: (PreparedFile | undefined)[] = [];
      const progress = new Progress(paths.length, onProgress);
      for (const path of paths) {
        signal?.throwIfAborted();
        try {
          images.push(await prepareImage(byPath.get(path)!, preparation));
        } catch (error) {
          images.push(undefined);
          failures.set(path, (error as Error).message);
        }
        progress.add();
      }
      const read = async (placeOf: (index: number) => Uint8Array | undefined): Promise<void> => {
        for (const [index, image] of images.entries()) if (image) placeOf(index)?.set(image.data);
      };
      return { failures, originals: images.map((image) => image?.original), read };
    },
  };
}

function nameOf(path: string): string {
  return path.split('/').at(-1)!;
}

/** How many folders all files are in: those are no classes. */
function foldersAbove(paths: readonly string[][]): number {
  const [first = []] = paths;
  const differs = first.findIndex((folder, depth) => paths.some((path) => path[depth] !== folder));
  return Math.max(0, differs);
}
