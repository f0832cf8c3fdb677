import { DataError, Tensor } from '@cnn/tensor';
import { openImageFiles } from '#image-files';
import type { Splits } from '../dataset.js';
import { type BrokenFile, listOf } from '../image-folder/broken-files.js';
import { droppedFiles } from '../image-folder/dropped-files.js';
import type { DiskOptions, ImageFiles, PreparedImages } from '../image-folder/image-files.js';
import type { SplitName } from '../image-folder/listing.js';
import { type CheckedOptions, checkedOptions, type ImageFolderOptions } from '../image-folder/options.js';
import { expectImages, type SplitImages, splitImages } from '../image-folder/split-images.js';
import { SegmentationDataset, voidClass } from '../segmentation-dataset.js';
import type { NamedFile } from '../source.js';
import { classListIn } from './class-list.js';
import { type ListedPair, readMaskListing } from './mask-listing.js';

/** A data set from folders of images and of masks. */
export interface MaskFolderSplits extends Splits<SegmentationDataset> {
  /** Files that were left out, with `skipBroken`; what belongs to them was left out, too. */
  skipped: readonly BrokenFile[];
}

/**
 * Images with a class for each pixel: `DIR/train/images/…` and for each a PNG file of the same name in
 * `DIR/train/masks/…`, likewise in `DIR/test` and, for validation, `DIR/val`; or `DIR/images/…` and `DIR/masks/…`, of
 * which the seed keeps some for the test. The numbers in a mask, grey or those of a palette, are classes, and 255 is
 * none ({@link voidClass}). What they are called is in `DIR/classes.txt`, a line each, counted from 0; where the lines
 * have colours, `road 128 64 128` or `road #804080`, it is these that masks are painted in. `DIR/classes.json` does
 * it, too: `[{ "name": "road", "color": [128, 64, 128] }]`. Pixels of the line `void` are of no class.
 *
 * Images become one size as in `imageFolder`; of masks each pixel takes the nearest's class, and there is none beside
 * an image that is padded. What was decoded is kept in the cache, and used again until files or options change.
 * @throws DataError when there is no such folder, images and masks are no pairs or differ in size, files cannot be read
 * or decoded, or a pixel is of no class in the list.
 * @throws ConfigError for unusable options, and in a page; use {@link maskFolderFromFiles} there.
 * @example const { train, test } = await maskFolder('streets', { size: 128 });
 */
export async function maskFolder(folder: string, options: DiskOptions): Promise<MaskFolderSplits> {
  const checked = checkedOptions('maskFolder()', options);
  return load(await openImageFiles(folder, options), checked, options);
}

/**
 * The same from files at hand, such as those of a folder that was dropped on a page; the name of each is its path,
 * such as `train/masks/1.png`.
 * @throws DataError as {@link maskFolder} does; ConfigError for unusable options.
 */
export async function maskFolderFromFiles(
  files: readonly NamedFile[],
  options: ImageFolderOptions,
): Promise<MaskFolderSplits> {
  const checked = checkedOptions('maskFolderFromFiles()', options);
  return load(droppedFiles(files), checked, options);
}

async function load(
  files: ImageFiles,
  checked: CheckedOptions,
  options: ImageFolderOptions,
): Promise<MaskFolderSplits> {
  const { preparation, seed, skipBroken } = checked;
  const { pairs, origin } = readMaskListing(files.place, files.paths, checked);
  const list = await classListIn(files);
  const imagePaths = pairs.map(({ image }) => image);
  const maskPaths = pairs.map(({ mask }) => mask);
  const images = await files.prepare(imagePaths, preparation, options);
  const code = list?.lines ?? 'numbers';
  const masks = await files.prepare(maskPaths, { ...preparation, channels: 1, masks: code }, options);
  const failures = [...images.failures, ...masks.failures].map(([path, reason]) => ({ path, reason }));
  if (failures.length > 0 && !skipBroken) throw broken(files.place, failures);
  const misfits = misfitsAmong(pairs, images, masks);
  if (misfits.length > 0 && !skipBroken) throw otherSizes(files.place, misfits);
  const skipped = [...failures, ...misfits];
  const leftOut = new Set(skipped.map(({ path }) => path));
  const usable = pairs.map(({ image, mask, split }) =>
    leftOut.has(image) || leftOut.has(mask) ? undefined : split,
  );
  const arrangement = { seed, purpose: 'mask-folder' };
  const x = await splitImages(usable, images, { ...arrangement, preparation });
  const y = await splitImages(usable, masks, {
    ...arrangement,
    preparation: { ...preparation, channels: 1 },
  });
  const splits = named(files.place, list?.classNames, x, y);
  return { ...splits, source: `${files.place} (${origin})`, skipped };
}

/** The splits with names for their classes, those of the list or, without one, the numbers up to the largest. */
function named(
  place: string,
  listed: readonly string[] | undefined,
  images: Record<SplitName, SplitImages>,
  masks: Record<SplitName, SplitImages>,
): Pick<MaskFolderSplits, 'train' | 'validation' | 'test'> {
  expectImages(place, images);
  const classNames = listed ?? numbersIn(place, masks.train.x);
  const dataset = (split: SplitName): SegmentationDataset => {
    const { x } = images[split];
    const y = new Tensor('u8', x.shape.slice(0, 3), masks[split].x.data);
    return new SegmentationDataset({ name: `The folder ${place}`, classNames, x, y });
  };
  const splits = { train: dataset('train'), test: dataset('test') };
  return images.validation.order.length === 0 ? splits : { ...splits, validation: dataset('validation') };
}

function numbersIn(place: string, { data }: Tensor<'u8'>): string[] {
  const largest = data.reduce((most, label) => (label === voidClass ? most : Math.max(most, label)), 0);
  if (largest > 0) return Array.from({ length: largest + 1 }, (_, label) => `class ${label}`);
  throw new DataError(
    `The masks in ${place} have no number but 0${data.includes(voidClass) ? ` and ${voidClass}, which means no class` : ''}; expected two classes or more, numbered from 0. Correct them; or, where 0 and 255 are two classes, say so in a file classes.txt with the lines "background #000000" and "object #ffffff".`,
  );
}

function broken(place: string, files: readonly BrokenFile[]): DataError {
  return new DataError(
    `${files.length} files in ${place} cannot be used (${listOf(files)}); expected JPEG, PNG or WebP images, and PNG masks whose pixels are of classes in the list. Mend or remove them, or set skipBroken to leave them out.`,
  );
}

/** Masks of another size than their images. */
function misfitsAmong(
  pairs: readonly ListedPair[],
  images: PreparedImages,
  masks: PreparedImages,
): BrokenFile[] {
  return pairs.flatMap(({ image, mask }, index) => {
    const [ofImage, ofMask] = [images.originals[index], masks.originals[index]];
    if (!ofImage || !ofMask || ofImage.join() === ofMask.join()) return [];
    const reason = `it has ${ofMask.join(' × ')} pixels, and ${image} has ${ofImage.join(' × ')}`;
    return [{ path: mask, reason }];
  });
}

function otherSizes(place: string, misfits: readonly BrokenFile[]): DataError {
  const masks = misfits.length === 1 ? 'a mask' : `${misfits.length} masks`;
  return new DataError(
    `${place} has ${masks} of another size than the image (${listOf(misfits)}); expected the same height and width. Save masks in the size of their images, or set skipBroken to leave them out.`,
  );
}
