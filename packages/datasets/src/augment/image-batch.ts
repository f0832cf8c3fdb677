import type { RandomStream } from '@cnn/tensor';

/** The size of each image of a batch. */
export interface ImageSize {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Some images on their way to a model, which transforms write over. */
export interface ImageBatch extends ImageSize {
  /** Images `[count, height, width, channels]`, 0…255 as bytes. */
  readonly x: Uint8Array | Float32Array;
  /** How much of each class an image is, `[count, classes]`; only there for transforms that mix images. */
  readonly y: Float32Array | undefined;
  /** Random numbers of each image. */
  readonly streams: readonly RandomStream[];
  /** Random numbers of the batch as a whole. */
  readonly stream: RandomStream;
}

/** Calls `visit` with each image's place in `x` and its random numbers. */
export function eachImage(
  { streams, height, width, channels }: ImageBatch,
  visit: (begin: number, stream: RandomStream) => void,
): void {
  const size = height * width * channels;
  streams.forEach((stream, image) => {
    visit(image * size, stream);
  });
}
