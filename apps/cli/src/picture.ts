import { readFile } from 'node:fs/promises';
import { decodeImage, type ResizeMode, resizeImage } from '@cnn/datasets';
import { DataError, Tensor } from '@cnn/tensor';
import { shownPath } from './paths.js';
import { reasonOf } from './system-error.js';

/** An image file. */
export interface Picture {
  readonly path: string;
  /** As it is, `[height, width, channels]`. */
  readonly original: Tensor<'u8'>;
  /** As a model takes it. */
  readonly image: Tensor<'u8'>;
}

/** What a model takes. */
export interface PictureShape {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
}

/** A file as a model takes it. @throws DataError when it cannot be read or decoded. */
export async function readPicture(path: string, shape: PictureShape, how: ResizeMode): Promise<Picture> {
  const name = shownPath(path);
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new DataError(`${name} cannot be read: ${reasonOf(error)}; expected an image file.`);
  });
  const original = await decodeImage(bytes, { channels: shape.channels, name });
  return { path, original, image: resizeImage(original, shape, how) };
}

/** What a model takes of several: `[pictures, height, width, channels]`. */
export function stacked(
  pictures: readonly Picture[],
  { height, width, channels }: PictureShape,
): Tensor<'u8'> {
  const size = height * width * channels;
  const bytes = new Uint8Array(pictures.length * size);
  for (const [index, { image }] of pictures.entries()) bytes.set(image.data, index * size);
  return new Tensor('u8', [pictures.length, height, width, channels], bytes);
}
