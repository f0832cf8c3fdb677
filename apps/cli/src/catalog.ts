import { join } from 'node:path';
import {
  cifar10,
  cifar100,
  type Dataset,
  type DatasetSplits,
  type DetectionDataset,
  fashionMnist,
  type LoadOptions,
  mnist,
  type SegmentationDataset,
  type Splits,
  synthetic,
  syntheticBoxes,
  syntheticMasks,
} from '@cnn/datasets';
import envPaths from 'env-paths';
import { givenPath } from './paths.js';

export const dataNames = [
  'cifar10',
  'cifar100',
  'mnist',
  'fashion-mnist',
  'synthetic',
  'synthetic-masks',
  'synthetic-boxes',
] as const;

export type DataName = (typeof dataNames)[number];

/** Images of one's own, in folders for each class, beside masks or with boxes. */
export const folderNames = ['folder', 'mask-folder', 'box-folder'] as const;

export type FolderName = (typeof folderNames)[number];

/** What can be trained on: those, and images of one's own. */
export const dataChoices = [...dataNames, ...folderNames] as const;

export type DataChoice = (typeof dataChoices)[number];

/** What is told: the class of an image, that of each of its pixels, or where objects are in it. */
export type Task = 'classification' | 'segmentation' | 'detection';

const folderTasks: Readonly<Record<FolderName, Task>> = {
  folder: 'classification',
  'mask-folder': 'segmentation',
  'box-folder': 'detection',
};

/** Images with labels, with masks or with boxes. */
export type ImageSplits = Splits<Dataset | SegmentationDataset | DetectionDataset>;

/** A data set that the program knows by name. */
interface Entry {
  /** One line for the list. */
  about: string;
  task: Task;
  /** Of an image, `[height, width, channels]`. */
  imageShape: readonly [number, number, number];
  classes: number;
  /** Undefined: built in, nothing to download. */
  download?: {
    bytes: number;
    /** Its folder in the cache. */
    folder: string;
    load(options: LoadOptions): Promise<DatasetSplits>;
  };
}

/** What images whose size is free become, unless somebody says otherwise. */
export const usualImages = { size: 64, channels: 3, resize: 'crop' } as const;

export const catalog: Record<DataName, Entry> = {
  cifar10: {
    about: '60,000 colour photographs, 10 classes',
    task: 'classification',
    imageShape: [32, 32, 3],
    classes: 10,
    download: { bytes: 170_052_171, folder: 'cifar-10', load: cifar10 },
  },
  cifar100: {
    about: '60,000 colour photographs, 100 classes',
    task: 'classification',
    imageShape: [32, 32, 3],
    classes: 100,
    download: { bytes: 168_513_733, folder: 'cifar-100', load: cifar100 },
  },
  mnist: {
    about: '70,000 handwritten digits, grey, 10 classes',
    task: 'classification',
    imageShape: [28, 28, 1],
    classes: 10,
    download: { bytes: 11_594_722, folder: 'mnist', load: mnist },
  },
  'fashion-mnist': {
    about: '70,000 pieces of clothing, grey, 10 classes',
    task: 'classification',
    imageShape: [28, 28, 1],
    classes: 10,
    download: { bytes: 30_878_645, folder: 'fashion-mnist', load: fashionMnist },
  },
  synthetic: {
    about: '17,500 drawn shapes and textures in colour, 10 classes',
    task: 'classification',
    imageShape: [32, 32, 3],
    classes: 10,
  },
  'synthetic-masks': {
    about: '4,500 drawings of shapes in colour, with the class of each pixel, 5 classes',
    task: 'segmentation',
    imageShape: [usualImages.size, usualImages.size, 3],
    classes: 5,
  },
  'synthetic-boxes': {
    about: '4,500 drawings of shapes in colour, with a box around each, 4 classes',
    task: 'detection',
    imageShape: [usualImages.size, usualImages.size, 3],
    classes: 4,
  },
};

/** How many images {@link synthetic} draws when it is not limited. */
const syntheticSizes = { train: 15_000, test: 2_500 };

/** The built-in set, or the first `limit` images of each of its splits, without drawing the others. */
export function drawSynthetic(limit = Number.POSITIVE_INFINITY): DatasetSplits {
  return synthetic({
    trainCount: Math.min(limit, syntheticSizes.train),
    testCount: Math.min(limit, syntheticSizes.test),
  });
}

/** How many images {@link syntheticMasks} and {@link syntheticBoxes} draw when they are not limited. */
const sceneSizes = { train: 4_000, test: 500 };

/** The same of the built-in sets with masks and with boxes, of any size. */
export function drawScenes(
  name: 'synthetic-masks' | 'synthetic-boxes',
  limit = Number.POSITIVE_INFINITY,
  size: number = usualImages.size,
): ImageSplits {
  const draw = name === 'synthetic-masks' ? syntheticMasks : syntheticBoxes;
  return draw({
    trainCount: Math.min(limit, sceneSizes.train),
    testCount: Math.min(limit, sceneSizes.test),
    size,
  });
}

/** Whether the images of a set are drawn in the size that one asks for. */
export function isDrawnInAnySize(name: DataChoice): name is 'synthetic-masks' | 'synthetic-boxes' {
  return name === 'synthetic-masks' || name === 'synthetic-boxes';
}

const usual: Readonly<Record<Task, DataName>> = {
  classification: 'cifar10',
  segmentation: 'synthetic-masks',
  detection: 'synthetic-boxes',
};

/** What is trained on where CIFAR-10 was not asked for and cannot be had. */
export const fallbackData: DataName = 'synthetic';

/** The data set that networks for a task are built for when none is named. */
export function usualData(task: Task): DataName {
  return usual[task];
}

/** Whether images are those of a person's own folder. */
export function isFolder(data: DataChoice): data is FolderName {
  return Object.hasOwn(folderTasks, data);
}

/** What is told apart in a data set. */
export function taskOf(data: DataChoice): Task {
  return isFolder(data) ? folderTasks[data] : catalog[data].task;
}

/** Where downloads are kept: `CNN_CACHE`, seen from where the person is, else the platform's folder for caches. */
export function cacheRoot(): string {
  const chosen = process.env['CNN_CACHE'];
  return chosen ? givenPath(chosen) : envPaths('cnn', { suffix: '' }).cache;
}

/** Where images of people's own folders are kept once they were decoded. */
export function preparedFolder(): string {
  return join(cacheRoot(), 'image-folders');
}

/** The folder of a data set in the cache, whether or not it is there. */
export function cacheFolder(name: DataName): string | undefined {
  const { download } = catalog[name];
  return download && join(cacheRoot(), download.folder);
}

/** Of help: those of all tasks. */
export const usualDataInWords = [
  usual.classification,
  ...(['segmentation', 'detection'] as const).map((task) => `${usual[task]} for ${task}`),
].join(', ');
