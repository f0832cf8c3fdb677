import type { ImageFolderOptions } from './options.js';
import type { Preparation } from './preparation.js';

/** Options of a folder on a disk. */
export interface DiskOptions extends ImageFolderOptions {
  /** Where prepared images are kept. Default: the environment variable `CNN_CACHE`, else the platform's cache folder. */
  cacheFolder?: string;
  /** Files that are decoded at the same time, each by a thread. Default: one for each processor. */
  threads?: number;
}

/** Images as they are kept, in the order of the paths that were asked for. */
export interface PreparedImages {
  /** Why files could not be decoded, by their path. */
  failures: ReadonlyMap<string, string>;
  /** Height and width in each file, in the order of the paths; nothing of those that could not be decoded. */
  originals: readonly (readonly [height: number, width: number] | undefined)[];
  /** Writes images to where they belong, those for which there is a place. */
  read(placeOf: (index: number) => Uint8Array | undefined): Promise<void>;
}

/** The image files of a folder. */
export interface ImageFiles {
  /** The folder, for people. */
  place: string;
  paths: readonly string[];
  /** Files of text, which may say something about images. */
  documents: readonly string[];
  /** A file of text; undefined when there is none of this path. */
  text(path: string): Promise<string | undefined>;
  prepare(
    paths: readonly string[],
    preparation: Preparation,
    options: ImageFolderOptions,
  ): Promise<PreparedImages>;
}

/** Lists a folder of the disk. Node's and the page's are twins of this type. */
export type OpenImageFiles = (folder: string, options: DiskOptions) => Promise<ImageFiles>;
