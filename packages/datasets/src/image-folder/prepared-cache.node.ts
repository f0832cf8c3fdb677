import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { DataError } from '@cnn/tensor';
import { cacheRootOf } from '../cache.node.js';
import { makeFolder, withoutSpace } from '../cache-folder.node.js';
import { writeAt } from '../write-at.node.js';
import { removeAbandoned } from './abandoned.node.js';
import { decodeFiles } from './decoding-pool.node.js';
import type { DiskOptions, PreparedImages } from './image-files.js';
import type { FoundFile } from './image-files.node.js';
import type { Preparation } from './preparation.js';
import { Progress } from './progress.js';

/** Goes up when the same file would be prepared to other bytes, or kept in another way. */
const version = 4;

/** What is to be prepared. */
interface Request {
  folder: string;
  files: readonly FoundFile[];
  preparation: Preparation;
}

/** What is known of the images. */
interface Index {
  failures: readonly (readonly [path: string, reason: string])[];
  /** Null where there was a failure. */
  originals: readonly (readonly [height: number, width: number] | null)[];
}

/**
 * Where a folder's images are kept: a file of the key, the images, one after another, and the index. It is one file
 * because that can be put in the place of another at once, whoever reads or writes there at the same time.
 */
interface Place {
  path: string;
  /** Stands for the files, as they were, and the preparation. */
  key: string;
  /** Of images, and of each. */
  count: number;
  rowBytes: number;
}

/** Of the key, which is written in hexadecimal. */
const keyBytes = 64;

/** What a file is called before it has all. */
const unfinished = /-[0-9a-f]{12}\.images\.incomplete-[0-9a-f-]+$/;

/**
 * The images of a folder, from the cache when they are there, else decoded into it. There is one place for each
 * folder and preparation, so that images which have changed replace those from before.
 */
export async function prepareInCache(request: Request, options: DiskOptions): Promise<PreparedImages> {
  const { folder, files, preparation } = request;
  const name = `${basename(resolve(folder))}-${digest([resolve(folder), preparation]).slice(0, 12)}.images`;
  const root = join(cacheRootOf(options), 'image-folders');
  const { height, width, channels } = preparation;
  const place: Place = {
    path: join(root, name),
    key: digest([version, preparation, files]),
    count: files.length,
    rowBytes: height * width * channels,
  };
  await removeAbandoned(root, (name) => unfinished.test(name));
  const { failures, originals } = (await readIndex(place)) ?? (await fill(place, request, options));
  return {
    failures: new Map(failures),
    originals: originals.map((original) => original ?? undefined),
    read: async (placeOf) => {
      // Another process may have put other images there, or removed them.
      while (!(await readRows(place, placeOf))) await fill(place, request, options);
    },
  };
}

/** Undefined when there is none, one of other images, or one that cannot be read. */
async function readIndex(place: Place): Promise<Index | undefined> {
  try {
    return await withImages(place, async (handle) => {
      const bytes = new Uint8Array((await handle.stat()).size - endOfRows(place));
      await readAt(handle, bytes, endOfRows(place));
      return JSON.parse(new TextDecoder().decode(bytes));
    });
  } catch {
    return undefined;
  }
}

/** Does something with the file of a place; undefined when it is not there, or has other images. */
async function withImages<T>(
  { path, key }: Place,
  use: (handle: FileHandle) => Promise<T>,
): Promise<T | undefined> {
  const handle = await open(path).catch(() => undefined);
  if (!handle) return undefined;
  try {
    const found = new Uint8Array(keyBytes);
    await readAt(handle, found, 0);
    return new TextDecoder().decode(found) === key ? await use(handle) : undefined;
  } finally {
    await handle.close();
  }
}

function endOfRows({ count, rowBytes }: Place): number {
  return keyBytes + count * rowBytes;
}

/** Under another name first, so that the place has all or nothing. */
async function fill(place: Place, request: Request, options: DiskOptions): Promise<Index> {
  expectRoom(request);
  const root = dirname(place.path);
  await makeFolder(root);
  const incomplete = `${place.path}.incomplete-${randomUUID()}`;
  try {
    const index = await decodeInto(incomplete, place, request, options);
    await rename(incomplete, place.path);
    return index;
  } catch (error) {
    await rm(incomplete, { force: true });
    // Another process may have been faster, with the same files.
    const index = await readIndex(place);
    if (index) return index;
    throw withoutSpace(root, error) ?? error;
  }
}

/** Images are held in memory, all at once. @throws DataError when this machine has less */
function expectRoom({ folder, files, preparation }: Request): void {
  const { height, width, channels } = preparation;
  const [taken, there] = [files.length * height * width * channels, totalmem()];
  if (taken < there) return;
  const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
  throw new DataError(
    `The ${files.length} images in ${folder} would take ${gigabytes(taken)} as ${height} × ${width} pixels of ${channels} bytes, and this machine has ${gigabytes(there)} of memory. Choose a smaller size.`,
  );
}

async function decodeInto(
  path: string,
  place: Place,
  { folder, files, preparation }: Request,
  { threads, signal, onProgress }: DiskOptions,
): Promise<Index> {
  const progress = new Progress(files.length, onProgress);
  const failures: [path: string, reason: string][] = [];
  const originals: (readonly [number, number] | null)[] = files.map(() => null);
  const paths = files.map((file) => join(folder, file.path));
  const handle = await open(path, 'wx');
  try {
    await decodeFiles({ paths, preparation, threads, signal }, async (index, image) => {
      if (typeof image === 'string') {
        failures.push([files[index]!.path, image]);
      } else {
        originals[index] = image.original;
        await writeAt(handle, image.data, keyBytes + index * place.rowBytes);
      }
      progress.add();
    });
    const index = { failures: failures.sort(([a], [b]) => (a < b ? -1 : 1)), originals };
    await writeAt(handle, new TextEncoder().encode(place.key), 0);
    await writeAt(handle, new TextEncoder().encode(JSON.stringify(index)), endOfRows(place));
    await handle.sync();
    return index;
  } finally {
    await handle.close();
  }
}

/** Bytes that are read at once, or one image if that is larger. */
const block = 1 << 22;

/** Writes images to where they belong; false when they are not there any more. */
async function readRows(place: Place, placeOf: (index: number) => Uint8Array | undefined): Promise<boolean> {
  const { count, rowBytes } = place;
  const rowsAtOnce = Math.max(1, Math.floor(block / rowBytes));
  const buffer = new Uint8Array(rowsAtOnce * rowBytes);
  const isThere = await withImages(place, async (handle) => {
    for (let begin = 0; begin < count; begin += rowsAtOnce) {
      const rows = Math.min(rowsAtOnce, count - begin);
      await readAt(handle, buffer.subarray(0, rows * rowBytes), keyBytes + begin * rowBytes);
      for (let row = 0; row < rows; row++) {
        placeOf(begin + row)?.set(buffer.subarray(row * rowBytes, (row + 1) * rowBytes));
      }
    }
    return true;
  });
  return isThere ?? false;
}

/** As much as there is. */
async function readAt(handle: FileHandle, target: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < target.length; ) {
    const { bytesRead } = await handle.read(target, done, target.length - done, position + done);
    if (bytesRead === 0) return;
    done += bytesRead;
  }
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
