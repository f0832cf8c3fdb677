import { Tensor } from '@cnn/tensor';
import { openImageFiles } from '#image-files';
import { Dataset, type DatasetSplits } from '../dataset.js';
import type { NamedFile } from '../source.js';
import { type BrokenFile, brokenFiles } from './broken-files.js';
import { droppedFiles } from './dropped-files.js';
import type { DiskOptions, ImageFiles } from './image-files.js';
import { readListing } from './listing.js';
import { type CheckedOptions, checkedOptions, type ImageFolderOptions } from './options.js';
import { expectImages, type SplitImages, splitImages } from './split-images.js';

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
 * @throws DataError when there is no such folder, its folders make no sense, or files cannot be read or decoded.
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
  const images = await splitImages(
    listing.images.map(({ path, split }) => (prepared.failures.has(path) ? undefined : split)),
    prepared,
    { preparation, seed, purpose: 'image-folder' },
  );
  expectImages(files.place, images);
  const dataset = ({ x, order }: SplitImages): Dataset => {
    const labels = Int32Array.from(order, (index) => listing.images[index]!.label);
    const y = new Tensor('i32', [order.length], labels);
    return new Dataset({ name: 'images', classNames: listing.classNames, x, y });
  };
  const splits = { train: dataset(images.train), test: dataset(images.test) };
  return {
    ...splits,
    ...(images.validation.order.length > 0 && { validation: dataset(images.validation) }),
    source: `${files.place} (${listing.origin})`,
    skipped,
  };
}
