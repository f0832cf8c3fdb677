import type { NamedFile } from '../source.js';
import type { ImageFiles } from './image-files.js';
import { isImageName } from './image-name.js';
import { type PreparedFile, prepareImage } from './preparation.js';
import { Progress } from './progress.js';

/** The image files that a page was given. */
export function droppedFiles(files: readonly NamedFile[]): ImageFiles {
  const all = files.map(({ name, bytes }) => {
    return { folders: name.split(/[\\/]/).filter((part) => part !== ''), bytes };
  });
  const named = all.filter(({ folders }) => folders.length > 0 && isImageName(folders.at(-1)!));
  const above = foldersAbove(named.map(({ folders }) => folders));
  const byPath = new Map(named.map(({ folders, bytes }) => [folders.slice(above).join('/'), bytes]));
  return {
    place: 'the files passed',
    paths: [...byPath.keys()],
    text: async (name) => {
      const file = all.find(({ folders }) => folders.length === above + 1 && folders[above] === name);
      return file && new TextDecoder().decode(file.bytes);
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

/** How many folders all files are in: those are no classes. */
function foldersAbove(paths: readonly string[][]): number {
  const [first = []] = paths;
  const differs = first.findIndex((folder, depth) => paths.some((path) => path[depth] !== folder));
  return Math.max(0, differs);
}
