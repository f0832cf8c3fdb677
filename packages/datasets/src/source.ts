import { DataError, type ErrorAbout } from '@cnn/tensor';

/** A file as a page has it, for instance from `new Uint8Array(await file.arrayBuffer())`. */
export interface NamedFile {
  /** Its name; folders before it are ignored. */
  name: string;
  bytes: Uint8Array;
}

/** Where the files of a data set are read from: a folder of the disk, or the files that a page was given. */
export interface FileSource {
  /** What {@link DatasetSplits.source} says, and messages after "in". */
  readonly place: string;
  /** The last sentence of a message about a file that is missing or broken. */
  readonly remedy: string;
  /** Bytes of a file; undefined when there is none of this name. */
  size(name: string): Promise<number | undefined>;
  read(name: string): Promise<Uint8Array>;
}

/** How a data set is found, downloaded and kept. All are for Node; a page passes files instead. */
export interface LoadOptions {
  /** The folder with the extracted files. Nothing is downloaded then. */
  folder?: string;
  /** Where downloads are kept. Default: the environment variable `CNN_CACHE`, else the platform's cache folder. */
  cacheFolder?: string;
  /** Base address of a copy of the official files, for networks that cannot reach the original. */
  mirror?: string;
  /** Only use what is on disk. */
  offline?: boolean;
  /** How long to wait for a server's answer, in milliseconds. Default 3000. */
  connectTimeoutMs?: number;
  /** Called about ten times a second while a file is downloaded, and once at its end. */
  onProgress?: (progress: DownloadProgress) => void;
  /** Stops a download; the part received so far is kept and the next run goes on from there. */
  signal?: AbortSignal;
}

/** How far the download of one file is. */
export interface DownloadProgress {
  /** The file's name on the server. */
  file: string;
  /** Including those from an earlier, interrupted run. */
  receivedBytes: number;
  totalBytes: number;
  /** Mean of this run. */
  bytesPerSecond: number;
}

/** The official copy of a data set. */
export interface Origin {
  /** Common name, for messages. */
  title: string;
  /** The folder of the cache. */
  cacheName: string;
  baseUrl: string;
  files: readonly RemoteFile[];
  /** The folder inside the archive, when the files come as one `.tar.gz`. */
  archiveFolder?: string;
  /** The function that reads this set from files, for messages. */
  fromFiles: string;
}

/** A file on a server. */
export interface RemoteFile {
  name: string;
  bytes: number;
  md5: string;
}

/** Finds a data set's files, downloading them if need be. Node's and the page's are twins of this type. */
export type OpenSource = (origin: Origin, options: LoadOptions) => Promise<FileSource>;

/** The files that a page was given. */
export function sourceOfFiles(files: readonly NamedFile[]): FileSource {
  const byName = new Map(files.map(({ name, bytes }) => [name.split(/[\\/]/).at(-1)!, bytes]));
  return {
    place: 'the files passed',
    remedy: 'Pass all files of the data set, unchanged.',
    size: async (name) => byName.get(name)?.length,
    read: async (name) => byName.get(name)!,
  };
}

/** How messages speak of a file, and what they advise. */
export interface Provenance {
  file: string;
  /** Its name alone. */
  name?: string;
  remedy: string;
}

export function provenance(source: FileSource, name: string): Provenance {
  return { file: `${name} in ${source.place}`, name, remedy: source.remedy };
}

/** What an error is about when a file is truncated, damaged, or another one. */
export function damaged({ name, file }: Provenance): { about: ErrorAbout } {
  return { about: { kind: 'file-damaged', file: name ?? file } };
}

/** Bytes of a file. @throws DataError when it is missing. */
export async function fileSize(source: FileSource, name: string): Promise<number> {
  const size = await source.size(name);
  if (size !== undefined) return size;
  throw new DataError(`There is no ${name} in ${source.place}, but the data set has one. ${source.remedy}`, {
    about: { kind: 'file-missing', file: name },
  });
}
