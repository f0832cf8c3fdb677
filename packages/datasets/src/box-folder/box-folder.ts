import { DataError } from '@cnn/tensor';
import { openImageFiles } from '#image-files';
import type { Splits } from '../dataset.js';
import { DetectionDataset } from '../detection-dataset.js';
import { resizeBoxes } from '../image/resize-boxes.js';
import { type BrokenFile, brokenFiles, listOf } from '../image-folder/broken-files.js';
import { droppedFiles } from '../image-folder/dropped-files.js';
import type { DiskOptions, ImageFiles, PreparedImages } from '../image-folder/image-files.js';
import { isDocumentName, isImageName } from '../image-folder/image-name.js';
import { type CheckedOptions, checkedOptions, type ImageFolderOptions } from '../image-folder/options.js';
import { expectImages, type SplitImages, splitImages } from '../image-folder/split-images.js';
import { withTestSplit } from '../image-folder/test-split.js';
import type { NamedFile } from '../source.js';
import type { AnnotatedImage, Annotations } from './annotations.js';
import { cocoAnnotations } from './coco-annotations.js';
import { yoloLabels } from './yolo-labels.js';

/** A data set from folders of images with boxes. */
export interface BoxFolderSplits extends Splits<DetectionDataset> {
  /** Files, and entries of files, that were left out, with `skipBroken`; images that they belong to were, too. */
  skipped: readonly BrokenFile[];
}

/**
 * Images with boxes around objects, in one of two ways. As YOLO's programs have them: `DIR/train/images/…` and for each
 * a text of the same name in `DIR/train/labels/…`, or `DIR/images/train/…` and `DIR/labels/train/…`, with a line
 * `class x y width height` for each object, its centre and size as shares of the image's; what classes are called is in
 * `DIR/data.yaml` or `DIR/classes.txt`. Or as COCO has them: `DIR/train/…` with `DIR/train/annotations.json`, or with
 * `DIR/annotations/instances_train.json`; crowds are left out. Likewise for `test` and, for validation, `val`; without
 * such folders the seed keeps some for the test.
 *
 * Images become one size as in `imageFolder`, and boxes with them; an object of which less than a quarter is left
 * where images are cropped is none. What was decoded is kept in the cache, and used again until files or options change.
 * @throws DataError when there is no such folder, files cannot be read or decoded, or images or annotations cannot be
 * used.
 * @throws ConfigError for unusable options, and in a page; use {@link boxFolderFromFiles} there.
 * @example const { train, test } = await boxFolder('traffic', { size: 128, resize: 'pad' });
 */
export async function boxFolder(folder: string, options: DiskOptions): Promise<BoxFolderSplits> {
  const checked = checkedOptions('boxFolder()', options);
  return load(await openImageFiles(folder, options), checked, options);
}

/**
 * The same from files at hand, such as those of a folder that was dropped on a page; the name of each is its path,
 * such as `train/images/1.jpg`.
 * @throws DataError as {@link boxFolder} does; ConfigError for unusable options.
 */
export async function boxFolderFromFiles(
  files: readonly NamedFile[],
  options: ImageFolderOptions,
): Promise<BoxFolderSplits> {
  const checked = checkedOptions('boxFolderFromFiles()', options);
  const belongs = (name: string): boolean => isImageName(name) || isDocumentName(name);
  return load(droppedFiles(files, belongs), checked, options);
}

async function load(
  files: ImageFiles,
  checked: CheckedOptions,
  options: ImageFolderOptions,
): Promise<BoxFolderSplits> {
  const { place } = files;
  const { preparation, seed, skipBroken, testFraction } = checked;
  const annotations = await annotationsIn(files);
  const { faults, classNames } = annotations;
  if (faults.length > 0 && !skipBroken) throw unusable(place, faults);
  expectTraining(place, annotations.images);
  const purpose = 'box-folder';
  const { images, origin } = withTestSplit(annotations.images, { purpose, seed, testFraction });
  const paths = images.map(({ path }) => path);
  const prepared = await files.prepare(paths, preparation, options);
  const broken = [...prepared.failures].map(([path, reason]) => ({ path, reason }));
  if (broken.length > 0 && !skipBroken) throw brokenFiles(place, broken, paths.length);
  const misfits = misfitsAmong(images, prepared);
  if (misfits.length > 0 && !skipBroken) throw otherSizes(place, misfits);
  const skipped = [...faults, ...broken, ...misfits];
  const leftOut = new Set(skipped.map(({ path }) => path));
  const usable = images.map(({ split, path }) => (leftOut.has(path) ? undefined : split));
  const splits = await splitImages(usable, prepared, { preparation, seed, purpose });
  expectImages(place, splits);
  const dataset = ({ x, order }: SplitImages): DetectionDataset => {
    const objects = Array.from(order, (index) => {
      const [height, width] = prepared.originals[index]!;
      return resizeBoxes(images[index]!.objects, { height, width }, preparation, preparation.resize);
    });
    return new DetectionDataset({ name: `The folder ${place}`, classNames, x, objects });
  };
  return {
    train: dataset(splits.train),
    test: dataset(splits.test),
    ...(splits.validation.order.length > 0 && { validation: dataset(splits.validation) }),
    source: `${place} (${origin})`,
    skipped,
  };
}

async function annotationsIn(files: ImageFiles): Promise<Annotations> {
  const annotations = (await yoloLabels(files)) ?? (await cocoAnnotations(files));
  if (annotations) return annotations;
  throw new DataError(
    `${files.place} has no boxes; expected DIR/train/images/… with DIR/train/labels/….txt, as YOLO has them, or DIR/train/… with DIR/train/annotations.json or DIR/annotations/instances_train.json, as COCO has them, and the same for the test. Name its folders and files so.`,
  );
}

function unusable(place: string, faults: readonly BrokenFile[]): DataError {
  return new DataError(
    `${place} has annotations that cannot be used (${listOf(faults)}). Correct or remove them, or set skipBroken to leave them out, with the images that they belong to.`,
  );
}

function expectTraining(place: string, images: readonly AnnotatedImage[]): void {
  const some = images.some(({ split }) => split === 'train');
  if (some && images.length > 1) return;
  throw new DataError(
    `${place} has ${some ? 'one image with boxes' : 'no images with boxes to train on'}; expected some to train on, as in DIR/train, and some to test. Add more.`,
  );
}

/** Images of another size than that which their boxes, in pixels, were told for. */
function misfitsAmong(images: readonly AnnotatedImage[], { originals }: PreparedImages): BrokenFile[] {
  return images.flatMap(({ path, size }, index) => {
    const original = originals[index];
    if (!size || !original || original.join() === size.join()) return [];
    return [
      { path, reason: `it has ${original.join(' × ')} pixels, and ${size.join(' × ')} by its annotations` },
    ];
  });
}

function otherSizes(place: string, misfits: readonly BrokenFile[]): DataError {
  const images = misfits.length === 1 ? 'an image' : `${misfits.length} images`;
  return new DataError(
    `${place} has ${images} of another size than told (${listOf(misfits)}); expected the same height and width, the right way up. Correct the annotations, save the images in the size that they are for, or set skipBroken to leave them out.`,
  );
}
