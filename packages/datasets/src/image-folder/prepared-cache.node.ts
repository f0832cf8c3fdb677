import { createHash } from 'node:crypto';
import { type FileHandle, mkdtemp, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { basename, join, resolve } from 'node:path';
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

/** Goes up when the same file would be prepared to other bytes. */
const version = 2;

/** What is to be prepared. */
interface Request {
  folder: string;
  files: readonly FoundFile[];
  preparation: Preparation;
}

/** Beside the images, which lie one after another in a file of their own. */
interface Index {
  /** Stands for the files, as they were, and the preparation. */
  key: string;
  failures: readonly (readonly [path: string, reason: string])[];
  /** Null where there was a failure. */
  originals: readonly (readonly [height: number, width: number] | null)[];
}

const indexFile = 'index.json';
const imagesFile = 'images.bin';

/** What a folder is called before it has all. */
const unfinished = /-[0-9a-f]{12}\.incomplete-\w+$/;

/**
 * The images of a folder, from the cache when they are there, else decoded into it. There is one place for each
 * folder and preparation, so that images which have changed replace those from before.
 */
export async function prepareInCache(request: Request, options: DiskOptions): Promise<PreparedImages> {
  const { folder, files, preparation } = request;
  const name = `${basename(resolve(folder))}-${digest([resolve(folder), preparation]).slice(0, 12)}`;
  const root = join(cacheRootOf(options), 'image-folders');
  const place = join(root, name);
  const key = digest([version, preparation, files]);
  await removeAbandoned(root, (name) => unfinished.test(name));
  if ((await readIndex(place))?.key !== key) await fill(root, place, key, request, options);
  const { failures, originals } = (await readIndex(place))!;
  const { height, width, channels } = preparation;
  return {
    failures: new Map(failures),
    originals: originals.map((original) => original ?? undefined),
    read: (placeOf) => readRows(join(place, imagesFile), files.length, height * width * channels, placeOf),
  };
}

/** Undefined when there is none, or none that can be read. */
async function readIndex(place: string): Promise<Index | undefined> {
  try {
    return JSON.parse(await readFile(join(place, indexFile), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Under another name first, so that the place has all or nothing. */
async function fill(
  root: string,
  place: string,
  key: string,
  request: Request,
  options: DiskOptions,
): Promise<void> {
  expectRoom(request);
  await makeFolder(root);
  const incomplete = await mkdtemp(`${place}.incomplete-`);
  try {
    const decoded = await decodeInto(join(incomplete, imagesFile), request, options);
    await writeFile(join(incomplete, indexFile), JSON.stringify({ key, ...decoded } satisfies Index));
    await rm(place, { recursive: true, force: true });
    await rename(incomplete, place);
  } catch (error) {
    await rm(incomplete, { recursive: true, force: true });
    // Another process may have been faster, with the same files.
    if ((await readIndex(place))?.key !== key) throw withoutSpace(root, error) ?? error;
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
  { folder, files, preparation }: Request,
  { threads, signal, onProgress }: DiskOptions,
): Promise<Omit<Index, 'key'>> {
  const progress = new Progress(files.length, onProgress);
  const failures: [path: string, reason: string][] = [];
  const originals: (readonly [number, number] | null)[] = files.map(() => null);
  const paths = files.map((file) => join(folder, file.path));
  const handle = await open(path, 'w');
  try {
    await decodeFiles({ paths, preparation, threads, signal }, async (index, image) => {
      if (typeof image === 'string') {
        failures.push([files[index]!.path, image]);
      } else {
        originals[index] = image.original;
        await writeAt(handle, image.data, index * image.data.length);
      }
      progress.add();
    });
  } finally {
    await handle.close();
  }
  return { failures: failures.sort(([a], [b]) => (a < b ? -1 : 1)), originals };
}

/** Bytes that are read at once, or one image if that is larger. */
const block = 1 << 22;

async function readRows(
  path: string,
  count: number,
  rowBytes: number,
  placeOf: (index: number) => Uint8Array | undefined,
): Promise<void> {
  const rowsAtOnce = Math.max(1, Math.floor(block / rowBytes));
  const buffer = new Uint8Array(rowsAtOnce * rowBytes);
  const handle = await open(path);
  try {
    for (let begin = 0; begin < count; begin += rowsAtOnce) {
      const rows = Math.min(rowsAtOnce, count - begin);
      await readAt(handle, buffer.subarray(0, rows * rowBytes), begin * rowBytes);
      for (let row = 0; row < rows; row++) {
        placeOf(begin + row)?.set(buffer.subarray(row * rowBytes, (row + 1) * rowBytes));
      }
    }
  } finally {
    await handle.close();
  }
}

/** The file ends early where the last images could not be decoded; nobody asks for those. */
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
