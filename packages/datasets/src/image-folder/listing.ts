import { DataError, randomStream } from '@cnn/tensor';

export type SplitName = 'train' | 'validation' | 'test';

/** An image of a folder. */
export interface ListedImage {
  /** From the data set's folder, with `/` between names. */
  path: string;
  split: SplitName;
  label: number;
}

/** What folders and names say of a data set, before any file is opened. */
export interface Listing {
  classNames: readonly string[];
  images: readonly ListedImage[];
  /** How the splits came about, in a few words. */
  origin: string;
}

/** What a folder of a split may be called. */
const splitFolders: ReadonlyMap<string, SplitName> = new Map([
  ['train', 'train'],
  ['training', 'train'],
  ['val', 'validation'],
  ['valid', 'validation'],
  ['validation', 'validation'],
  ['test', 'test'],
  ['testing', 'test'],
]);

const expected =
  'expected DIR/train/<class>/… and DIR/test/<class>/…, or DIR/<class>/…, with JPEG, PNG or WebP files';

/**
 * Reads splits and classes from paths: `train/cat/1.jpg`, or `cat/1.jpg`, of which the seed chooses some for the
 * test. Classes are sorted by name; without a folder for the test the one for validation is used.
 * @throws DataError when the folders make no sense; `place` names the data set's folder.
 */
export function readListing(
  place: string,
  paths: readonly string[],
  { seed, testFraction }: { seed: number; testFraction: number },
): Listing {
  const files = [...paths].sort(byCodeUnits).map((path) => ({ path, folders: path.split('/').slice(0, -1) }));
  const parted = files.some(({ folders }) => folders.length >= 2 && splitOf(folders[0]!) === 'train');
  const named = files.flatMap(
    ({ path, folders }): { path: string; split: SplitName; className: string }[] => {
      if (!parted) return folders.length >= 1 ? [{ path, split: 'train', className: folders[0]! }] : [];
      const split = folders.length >= 2 ? splitOf(folders[0]!) : undefined;
      return split === undefined ? [] : [{ path, split, className: folders[1]! }];
    },
  );
  const training = named.filter(({ split }) => split === 'train');
  const classNames = [...new Set(training.map(({ className }) => className))].sort(byCodeUnits);
  if (classNames.length < 2) {
    const found =
      classNames.length === 0 ? 'no folder with images' : `images of one class, ${classNames[0]},`;
    throw new DataError(
      `${place} has ${found} to train on; ${expected}, of two classes or more. Give each class a folder.`,
      { about: { kind: 'classes-few', classes: classNames.length } },
    );
  }
  const images = named.map(({ path, split, className }) => {
    return { path, split, label: labelOf(className, classNames, `${place}/${path}`) };
  });
  if (!parted) return { classNames, images: withTest(images, seed, testFraction), origin: 'split by seed' };
  return parts(classNames, images, seed, testFraction);
}

/** Every listing has images to test with: a folder's, else those for validation, else some of the others. */
function parts(
  classNames: readonly string[],
  images: readonly ListedImage[],
  seed: number,
  testFraction: number,
): Listing {
  const has = (name: SplitName): boolean => images.some(({ split }) => split === name);
  if (has('test')) return { classNames, images, origin: 'split by folders' };
  if (!has('validation')) {
    return { classNames, images: withTest(images, seed, testFraction), origin: 'split by seed' };
  }
  const tested = images.map(({ split, ...image }): ListedImage => {
    return { ...image, split: split === 'validation' ? 'test' : split };
  });
  return { classNames, images: tested, origin: 'split by folders, tested on those for validation' };
}

/** Keeps some images of each class for the test, but never all. */
function withTest(images: readonly ListedImage[], seed: number, testFraction: number): ListedImage[] {
  const out = [...images];
  for (const label of new Set(images.map((image) => image.label))) {
    const ofClass = Uint32Array.from(images.keys()).filter((index) => images[index]!.label === label);
    const order = randomStream(seed, 'image-folder', 'split', label).shuffle(ofClass);
    const count = Math.min(order.length - 1, Math.max(1, Math.round(order.length * testFraction)));
    for (const index of order.subarray(0, count)) out[index] = { ...out[index]!, split: 'test' };
  }
  return out;
}

/** The split that a folder holds; undefined for other folders. */
export function splitOf(folder: string): SplitName | undefined {
  return splitFolders.get(folder.toLowerCase());
}

function labelOf(className: string, classNames: readonly string[], path: string): number {
  const label = classNames.indexOf(className);
  if (label >= 0) return label;
  throw new DataError(
    `${path} is of the class ${className}, of which there are no images to train on; expected ${classNames.join(', ')}. Correct the folder's name, or add images to train on.`,
  );
}

/** The same order on every machine, whatever language it speaks. */
export function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
