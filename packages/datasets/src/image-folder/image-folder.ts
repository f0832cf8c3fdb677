import { DataError, randomStream, Tensor } from '@cnn/tensor';
import { openImageFiles } from '#image-files';
import { Dataset, type DatasetSplits } from '../dataset.js';
import type { NamedFile } from '../source.js';
import { type BrokenFile, brokenFiles } from './broken-files.js';
import { droppedFiles } from './dropped-files.js';
import type { DiskOptions, ImageFiles, PreparedImages } from './image-files.js';
import { type ListedImage, type Listing, readListing, type SplitName } from './listing.js';
import { type CheckedOptions, checkedOptions, type ImageFolderOptions } from './options.js';
import type { Preparation } from './preparation.js';

/** A data set from folders. */
export interface ImageFolderSplits extends DatasetSplits {
  /** Files that were left out, with `skipBroken`. */
  skipped: readonly BrokenFile[];
}

/**
 * Images in folders that are named like their classes: `DIR/train/<class>/…` and `DIR/test/<class>/…`, and for
 * validation `DIR/val/<class>/…`; or `DIR/<class>/…`, of which the seed keeps some for the test. JPEG, PNG and WebP
 * files become images of one size, in an order that the seed shuffles; classes are sorted by name. What was decoded
 * is kept in the cache, and used again until files or options change.
 * @throws DataError when there is no such folder, its folders make no sense, or files cannot be decoded.
 * @throws ConfigError for unusable options, and in a page; use {@link imageFolderFromFiles} there.
 * @example const { train, test } = await imageFolder('pets', { size: 64 });
 */
export async function imageFolder(folder: string, options: DiskOptions): Promise<ImageFolderSplits> {
  const checked = checkedOptions('imageFolder()', options);
  return load(await openImageFiles(folder, options), checked, options);
}

/**
 * The same from files at hand, such as those of a folder that was dropped on a page; the name of each is its path,
 * such as `train/cat/1.jpg` or, with the data set's own folder before it, `pets/train/cat/1.jpg`.
 * @throws DataError when the folders make no sense or files cannot be decoded; ConfigError for unusable options.
 */
export async function imageFolderFromFiles(
  files: readonly NamedFile[],
  options: ImageFolderOptions,
): Promise<ImageFolderSplits> {
  const checked = checkedOptions('imageFolderFromFiles()', options);
  return load(droppedFiles(files), checked, options);
}

async function load(
  files: ImageFiles,
  checked: CheckedOptions,
  options: ImageFolderOptions,
): Promise<ImageFolderSplits> {
  const { preparation, seed, skipBroken } = checked;
  const listing = readListing(files.place, files.paths, checked);
  const paths = listing.images.map(({ path }) => path);
  const prepared = await files.prepare(paths, preparation, options);
  const skipped = [...prepared.failures].map(([path, reason]) => ({ path, reason }));
  if (skipped.length > 0 && !skipBroken) throw brokenFiles(files.place, skipped, paths.length);
  const splits = await fillSplits(listing, prepared, preparation, seed);
  expectImages(files.place, splits);
  return { ...splits, source: `${files.place} (${listing.origin})`, skipped };
}

/** Gives each image its place, in an order that the seed shuffles, and has it written there. */
async function fillSplits(
  { classNames, images }: Listing,
  prepared: PreparedImages,
  { height, width, channels }: Preparation,
  seed: number,
) {
  const places = new Map<number, Uint8Array>();
  const split = (name: SplitName): Dataset => {
    const order = shuffled(images, name, prepared.failures, seed);
    const count = order.length;
    const shape = [count, height, width, channels];
    const x = new Tensor('u8', shape, new Uint8Array(count * height * width * channels));
    for (const [row, index] of order.entries()) places.set(index, x.rows(row, row + 1).data);
    const labels = Int32Array.from(order, (index) => images[index]!.label);
    return new Dataset({ name: 'images', classNames, x, y: new Tensor('i32', [count], labels) });
  };
  const splits = { train: split('train'), test: split('test') };
  const validation = split('validation');
  await prepared.read((index) => places.get(index));
  return validation.length > 0 ? { ...splits, validation } : splits;
}

function shuffled(
  images: readonly ListedImage[],
  split: SplitName,
  failures: ReadonlyMap<string, string>,
  seed: number,
): Uint32Array {
  const members = Uint32Array.from(images.keys()).filter((index) => {
    return images[index]!.split === split && !failures.has(images[index]!.path);
  });
  return randomStream(seed, 'image-folder', split).shuffle(members);
}

/** Leaving files out may leave nothing. */
function expectImages(place: string, { train, test }: { train: Dataset; test: Dataset }): void {
  if (train.length > 0 && test.length > 0) return;
  throw new DataError(
    `${place} has ${train.length} images to train on and ${test.length} to test with after leaving out those that cannot be decoded; expected some of each. Mend the files, or add others.`,
  );
}
