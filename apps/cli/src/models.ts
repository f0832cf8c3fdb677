import type { Statistics } from '@cnn/datasets';
import { ssd, ssd300, tinyYolo, yolo } from '@cnn/detection';
import { classifiers, type Model, segmenterFilters, segmenters } from '@cnn/layers';
import type { Shape } from '@cnn/tensor';
import { catalog, type DataName, isDrawnInAnySize, type Task } from './catalog.js';
import { all } from './format.js';

/** What a model of the collection is built for. */
export interface Purpose {
  /** `[height, width, channels]`. */
  inputShape: Shape;
  classes: number;
  seed: number;
  /** Of the images to train on, to normalise by first. */
  normalization?: Statistics | undefined;
  /** Of the first convolutions, where a network can be narrower. */
  filters?: number | undefined;
}

/** A model of the collection. */
interface Entry {
  /** In a few words. */
  about: string;
  /** Default classification. */
  task?: Task;
  /** Height and width of the images that it is for, where it takes no smaller ones. */
  imageSize?: number;
  /** Whether the filters of its first convolutions can be chosen, and with them its width. */
  hasFilters?: boolean;
  build: (purpose: Purpose) => Model;
}

const collection = {
  'simple-cnn': {
    about: 'two convolutions and two dense layers, the reference network',
    build: classifiers['simple-cnn'],
  },
  lenet5: { about: 'the first of its kind, 1998', build: classifiers.lenet5 },
  alexnet: { about: 'five convolutions in two towers, 2012', build: classifiers.alexnet },
  vgg16: {
    about: 'thirteen 3×3 convolutions, with batch normalisation for small images',
    build: classifiers.vgg16,
  },
  resnet18: { about: "a residual network of ImageNet's family", build: classifiers.resnet18 },
  resnet34: { about: 'the same, deeper', build: classifiers.resnet34 },
  resnet50: { about: 'the same with 1×1 convolutions around each 3×3', build: classifiers.resnet50 },
  resnet20: { about: "a residual network of CIFAR's family", build: classifiers.resnet20 },
  resnet32: { about: 'the same, deeper', build: classifiers.resnet32 },
  resnet44: { about: 'the same, deeper', build: classifiers.resnet44 },
  resnet56: { about: 'the same, deeper', build: classifiers.resnet56 },
  resnet110: { about: 'the same, deeper', build: classifiers.resnet110 },
  unet: {
    about: 'a class for each pixel, from features of all sizes, 2015',
    task: 'segmentation',
    hasFilters: true,
    build: segmenters.unet,
  },
  fcn8s: {
    about: 'a class for each pixel, from VGG-16 without dense layers, 2015',
    task: 'segmentation',
    hasFilters: true,
    build: segmenters.fcn8s,
  },
  fcn32s: {
    about: 'the same from its last features alone, coarser, 2015',
    task: 'segmentation',
    hasFilters: true,
    build: segmenters.fcn32s,
  },
  yolo: {
    about: 'boxes around objects, from one grid, for small images',
    task: 'detection',
    hasFilters: true,
    build: (purpose) => yolo(withFilters(purpose)).model,
  },
  'tiny-yolo': {
    about: 'the small network of YOLOv2, 2017',
    task: 'detection',
    imageSize: 416,
    build: (purpose) => tinyYolo(purpose).model,
  },
  ssd: {
    about: 'boxes around objects, from grids of several sizes, for small images',
    task: 'detection',
    hasFilters: true,
    build: (purpose) => ssd(withFilters(purpose)).model,
  },
  ssd300: {
    about: 'the same on VGG-16, 2016',
    task: 'detection',
    imageSize: 300,
    build: (purpose) => ssd300(purpose).model,
  },
} satisfies Readonly<Record<string, Entry>>;

/** Filters of a detector's first convolution where nobody says otherwise. */
const detectorFilters = 16;

function withFilters({ filters = detectorFilters, ...purpose }: Purpose) {
  return { ...purpose, filters };
}

export type ModelName = keyof typeof collection;

/** The reference network. */
export const usualModel: ModelName = 'simple-cnn';

export const modelNames = Object.keys(collection) as ModelName[];

export function aboutModel(name: ModelName): string {
  return collection[name].about;
}

export function taskOfModel(name: ModelName): Task {
  const entry: Entry = collection[name];
  return entry.task ?? 'classification';
}

/** Of images that are drawn for a network, or resized for it, unless somebody says otherwise. */
export function imageSizeOf(name: ModelName): number | undefined {
  const entry: Entry = collection[name];
  return entry.imageSize;
}

/** Images of a data set, in the size that a network is for where this is free. */
export function imageShapeFor(name: ModelName, data: DataName): Shape {
  const { imageShape } = catalog[data];
  const size = imageSizeOf(name);
  return size !== undefined && isDrawnInAnySize(data) ? [size, size, imageShape[2]] : imageShape;
}

/** Whether the width of a network can be chosen. */
export function hasFilters(name: ModelName): boolean {
  const entry: Entry = collection[name];
  return entry.hasFilters ?? false;
}

/** Of help: which networks these are, and what they have when nothing is chosen. */
export function filtersInWords(): { models: string; defaults: string } {
  const { usual, ofSmallImages, smallSide } = segmenterFilters;
  const wide = modelNames.filter(hasFilters);
  const detectors = wide.filter((name) => taskOfModel(name) === 'detection');
  return {
    models: all(wide),
    defaults: `${detectorFilters} for ${all(detectors)}; ${usual} for the others, or ${ofSmallImages} for images below ${smallSide} pixels`,
  };
}

/** @throws ConfigError or ShapeError when the network cannot be built for it */
export function buildModel(name: ModelName, purpose: Purpose): Model {
  return collection[name].build(purpose);
}
