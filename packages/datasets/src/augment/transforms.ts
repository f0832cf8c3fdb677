import { randomStream, type Shape } from '@cnn/tensor';
import { applyColorJitter, type ColorJitter } from './color-jitter.js';
import { applyCutmix, type Cutmix } from './cutmix.js';
import { applyCutout, type Cutout } from './cutout.js';
import type { ImageBatch, Masks } from './image-batch.js';
import { applyMixup, type Mixup } from './mixup.js';
import { applyMosaic, type Mosaic } from './mosaic.js';
import { applyRandomCrop, type RandomCrop } from './random-crop.js';
import { applyRandomFlip, type RandomFlip } from './random-flip.js';
import { applyRandomRotation, type RandomRotation } from './random-rotation.js';
import { applyRandomTranslation, type RandomTranslation } from './random-translation.js';
import { applyRandomZoom, type RandomZoom } from './random-zoom.js';
import type { VisibleObject } from './visible-objects.js';

/** Plain data that says how images are changed, which a worker can be told; made by `randomFlip` and its like. */
export type Transform =
  | RandomFlip
  | RandomCrop
  | RandomTranslation
  | RandomRotation
  | RandomZoom
  | ColorJitter
  | Cutout
  | Mixup
  | Cutmix
  | Mosaic;

/** How each transform, by its name, changes a batch. */
const appliers: { [T in Transform as T['name']]: (transform: T, batch: ImageBatch) => void } = {
  randomFlip: applyRandomFlip,
  randomCrop: applyRandomCrop,
  randomTranslation: applyRandomTranslation,
  randomRotation: applyRandomRotation,
  randomZoom: applyRandomZoom,
  colorJitter: applyColorJitter,
  cutout: applyCutout,
  mixup: applyMixup,
  cutmix: applyCutmix,
  mosaic: applyMosaic,
};

export const transformNames = Object.keys(appliers) as Transform['name'][];

/** Whether a transform changes what images are, too. */
export function mixesLabels(name: Transform['name']): boolean {
  return name === 'mixup' || name === 'cutmix';
}

/** Whether pixels are elsewhere after a transform. */
export function movesPixels(name: Transform['name']): boolean {
  return !['colorJitter', 'cutout', 'mixup', 'cutmix'].includes(name);
}

/** Whether objects are elsewhere after a transform, or hidden. */
export function changesObjects(name: Transform['name']): boolean {
  return movesPixels(name) || name === 'cutout';
}

/** Everything that the outcome of transforming a batch depends on. Plain data. */
export interface TransformTask {
  readonly transforms: readonly Transform[];
  readonly seed: number;
  readonly epoch: number;
  /** The batch's number in the epoch. */
  readonly batch: number;
  /** Which samples of the data are in it: the random numbers of an image are its own, wherever it lies. */
  readonly samples: Uint32Array;
  /** Of an image: height, width and channels. */
  readonly imageShape: Shape;
  /** The images, which are written over. */
  readonly x: Uint8Array | Float32Array;
  /** One-hot rows of images that are mixed, which are written over. */
  readonly y: Float32Array | undefined;
  /** What the pixels of images that move are, which is written over. */
  readonly masks: Masks | undefined;
  /** The objects in each image, which are written over. */
  readonly objects: VisibleObject[][] | undefined;
}

/** Applies transforms one after another. */
export function applyTransforms({ transforms, seed, epoch, batch, samples, ...rest }: TransformTask): void {
  const [height, width, channels] = rest.imageShape as [number, number, number];
  const images: ImageBatch = {
    x: rest.x,
    y: rest.y,
    masks: rest.masks,
    objects: rest.objects,
    height,
    width,
    channels,
    streams: Array.from(samples, (sample) => randomStream(seed, 'augment', epoch, sample)),
    steadyStreams: Array.from(samples, (sample) => randomStream(seed, 'augment always', sample)),
    epoch,
    stream: randomStream(seed, 'augment batch', epoch, batch),
  };
  for (const transform of transforms) {
    (appliers[transform.name] as (transform: Transform, batch: ImageBatch) => void)(transform, images);
  }
}
