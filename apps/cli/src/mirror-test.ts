import type { Dataset } from '@cnn/datasets';
import type { Model } from '@cnn/layers';
import { Tensor } from '@cnn/tensor';
import type { PredictionOptions } from './predicted-batches.js';

/**
 * The share of images that a classifier gets right when it sees each one and its mirror image, and its two answers are
 * averaged.
 * @throws the signal's reason when it ended the test
 */
export async function mirrorAccuracy(
  model: Model,
  { x, y, length }: Pick<Dataset, 'x' | 'y' | 'length'>,
  { batchSize, session, signal, onProgress }: PredictionOptions,
): Promise<number> {
  const options = { batchSize, ...(session && { session }) };
  let right = 0;
  onProgress?.(0);
  for (let begin = 0; begin < length; begin += batchSize) {
    signal?.throwIfAborted();
    const images = x.rows(begin, Math.min(length, begin + batchSize));
    const answers = await model.predict(images, options);
    const mirrored = await model.predict(mirrorImages(images), options);
    const [count, classes] = answers.shape as [number, number];
    const sums = answers.data.map((probability, i) => probability + mirrored.data[i]!);
    for (let image = 0; image < count; image++) {
      const scores = sums.subarray(image * classes, (image + 1) * classes);
      if (scores.indexOf(Math.max(...scores)) === y.data[begin + image]) right++;
    }
    onProgress?.((begin + count) / length);
  }
  return right / length;
}

/** Each image, left to right, of `[count, height, width, channels]`. */
export function mirrorImages({ shape, data }: Tensor<'u8'>): Tensor<'u8'> {
  const [, , width, channels] = shape as [number, number, number, number];
  const mirrored = new Uint8Array(data.length);
  for (let pixel = 0; pixel * channels < data.length; pixel++) {
    const column = pixel % width;
    const twin = (pixel - column + width - 1 - column) * channels;
    mirrored.set(data.subarray(pixel * channels, (pixel + 1) * channels), twin);
  }
  return new Tensor('u8', shape, mirrored);
}
