import { statSync } from 'node:fs';
import { resizeModes } from '@cnn/datasets';
import type { SessionOptions } from '@cnn/tensor';
import { dataChoices, dataNames, folderNames, usualDataInWords, usualImages } from './catalog.js';
import { either } from './format.js';
import { flag, oneOf, oneOfNumbers, path, wholeNumber } from './kinds.js';
import { filtersInWords, modelNames } from './models.js';
import { givenPath, quoted } from './paths.js';
import { optional, withDefault } from './settings.js';

/** Settings that several commands have in common: the same name, meaning and words in each. */

type Variant = NonNullable<SessionOptions['variant']>;

const variants: readonly Variant[] = ['simd', 'relaxed'];

export const model = (help: string) => optional(oneOf(modelNames), help);

const { models, defaults } = filtersInWords();

/** Of a command that builds networks. */
export const filters = optional(
  wholeNumber(1, 16),
  `with ${models}, filters of the first convolutions (default: ${defaults})`,
);

const anyData = oneOf(dataChoices);

/** Of a command that works on images. */
export const data = (help: string) =>
  optional(
    { ...anyData, hint: (value) => (isFolderHere(value) ? folderHint(value) : anyData.hint?.(value)) },
    help,
  );

/** Somebody may name the folder itself. */
function isFolderHere(value: unknown): value is string {
  if (typeof value !== 'string' || value === '') return false;
  return statSync(givenPath(value), { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function folderHint(folder: string): string {
  return `; for the images in the folder ${folder} give --data ${either(folderNames)}, and --data-dir ${quoted(folder)}.`;
}

/** Of a command that needs to know their shape and classes alone. */
export const dataName = (help: string) =>
  optional(oneOf(dataNames), `${help} (default: ${usualDataInWords})`);

export const dataDir = optional(
  path('<dir>'),
  "folder with the data set's files; without it: the cache, else a download. With --data folder: the images, as DIR/train/<class>/… and DIR/test/<class>/…, or DIR/<class>/…; with --data mask-folder as DIR/train/images/… and DIR/train/masks/…, and the same in DIR/test; with --data box-folder as DIR/train/images/… and DIR/train/labels/….txt (YOLO), or DIR/train/… and DIR/train/annotations.json (COCO)",
);

export const skipBroken = optional(
  flag,
  'with --data folder, mask-folder or box-folder, leave out files that cannot be used, rather than refuse them all',
);

/** How images of a folder become images of one size. */
export const imageSettings = {
  imageSize: optional(
    wholeNumber(1, 64),
    `with --data folder, mask-folder, box-folder, synthetic-masks or synthetic-boxes, height and width of the images (default: ${usualImages.size})`,
  ),
  imageChannels: optional(
    oneOfNumbers([1, 3]),
    `with --data folder, mask-folder or box-folder, 3 for colour or 1 for grey (default: ${usualImages.channels})`,
  ),
  imageResize: optional(
    oneOf(resizeModes),
    `with --data folder, mask-folder or box-folder, what happens to other proportions (default: ${usualImages.resize})`,
  ),
  skipBroken,
};

export const limit = (help: string) => optional(wholeNumber(1, 1000), help);

export const batchSize = (help: string) => withDefault(wholeNumber(1, 32), 32, help);

export const threads = optional(
  wholeNumber(1, 2),
  'threads that compute (default: one for each processor); results do not depend on it',
);

export const variant = optional(
  oneOf(variants),
  'kernels to use (default: the fastest that this machine runs)',
);

export const json = (help: string) => optional(flag, help);
