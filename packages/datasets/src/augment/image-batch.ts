import type { RandomStream } from '@cnn/tensor';
import type { Affine } from './affine.js';
import { moveObjects, type VisibleObject } from './visible-objects.js';

/** The size of each image of a batch. */
export interface ImageSize {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** What pixels are: class numbers in one channel, or one-hot rows. */
export interface Masks {
  readonly data: Uint8Array | Int32Array | Float32Array;
  readonly channels: number;
  /** What comes into view where images have the colour `fillValue`. */
  readonly fill: number;
}

/** Some images on their way to a model, which transforms write over. */
export interface ImageBatch extends ImageSize {
  /** Images `[count, height, width, channels]`, 0…255 as bytes. */
  readonly x: Uint8Array | Float32Array;
  /** How much of each class an image is, `[count, classes]`; only there for transforms that mix images. */
  readonly y: Float32Array | undefined;
  /** What each pixel is, `[count, height, width, channels]`: moved with the images. */
  readonly masks: Masks | undefined;
  /** What is where in each image: moved with the images. */
  readonly objects: VisibleObject[][] | undefined;
  /** Random numbers of each image. */
  readonly streams: readonly RandomStream[];
  /** Random numbers of each image that are the same in every epoch. */
  readonly steadyStreams: readonly RandomStream[];
  /** Number of the epoch, from 0. */
  readonly epoch: number;
  /** Random numbers of the batch as a whole. */
  readonly stream: RandomStream;
}

/** Calls `visit` with each image's place in `x`, its random numbers and its number. */
export function eachImage(
  { streams, height, width, channels }: ImageBatch,
  visit: (begin: number, stream: RandomStream, image: number) => void,
): void {
  const size = height * width * channels;
  streams.forEach((stream, image) => {
    visit(image * size, stream, image);
  });
}

/** An image, or its mask, in memory with others. */
export interface Picture extends ImageSize {
  readonly data: Masks['data'];
  readonly begin: number;
  /** Of a mask pixels are of one class or another, never something between. */
  readonly isMask: boolean;
  /** Of a mask what comes into view. */
  readonly fill?: number;
}

/** Draws for each image how it moves, and moves it, its mask and its objects alike. */
export function moveImages(
  { streams, x, masks, objects, height, width, channels }: ImageBatch,
  draw: (stream: RandomStream, image: number) => Affine,
  move: (picture: Picture, movement: Affine) => void,
): void {
  const pixels = height * width;
  streams.forEach((stream, image) => {
    const movement = draw(stream, image);
    const begin = image * pixels * channels;
    move({ data: x, begin, height, width, channels, isMask: false }, movement);
    if (masks)
      move({ ...masks, begin: image * pixels * masks.channels, height, width, isMask: true }, movement);
    if (objects) objects[image] = moveObjects(objects[image]!, movement, { height, width });
  });
}
