import { randomStream, type Shape } from '@cnn/tensor';
import type { ImageBatch } from './image-batch.js';
import { applyRandomCrop, type RandomCrop } from './random-crop.js';
import { applyRandomFlip, type RandomFlip } from './random-flip.js';

/** Plain data that says how images are changed, which a worker can be told; made by `randomFlip` and its like. */
export type Transform = RandomFlip | RandomCrop;

/** How each transform, by its name, changes a batch. */
const appliers: { [T in Transform as T['name']]: (transform: T, batch: ImageBatch) => void } = {
  randomFlip: applyRandomFlip,
  randomCrop: applyRandomCrop,
};

export const transformNames = Object.keys(appliers) as Transform['name'][];

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
  readonly y: Float32Array | undefined;
}

/** Applies transforms one after another. */
export function applyTransforms({ transforms, seed, epoch, batch, samples, ...rest }: TransformTask): void {
  const [height, width, channels] = rest.imageShape as [number, number, number];
  const images: ImageBatch = {
    x: rest.x,
    y: rest.y,
    height,
    width,
    channels,
    streams: Array.from(samples, (sample) => randomStream(seed, 'augment', epoch, sample)),
    stream: randomStream(seed, 'augment batch', epoch, batch),
  };
  for (const transform of transforms) {
    (appliers[transform.name] as (transform: Transform, batch: ImageBatch) => void)(transform, images);
  }
}
