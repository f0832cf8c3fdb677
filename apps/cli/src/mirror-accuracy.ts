import { type Dataset, mirrorImages } from '@cnn/datasets';
import type { Model } from '@cnn/layers';
import { type PredictionOptions, predictedBatches } from './predicted-batches.js';

/**
 * The share of images that a classifier gets right when it sees each one and its mirror image, and its two answers are
 * averaged.
 * @throws the signal's reason when it ended the test
 */
export async function mirrorAccuracy(
  model: Model,
  { x, y, length }: Pick<Dataset, 'x' | 'y' | 'length'>,
  options: PredictionOptions,
): Promise<number> {
  const { batchSize, session } = options;
  let begin = 0;
  let right = 0;
  for await (const answers of predictedBatches(model, x, options)) {
    const [count, classes] = answers.shape as [number, number];
    const images = mirrorImages(x.rows(begin, begin + count));
    const mirrored = await model.predict(images, { batchSize, ...(session && { session }) });
    const sums = answers.data.map((probability, i) => probability + mirrored.data[i]!);
    for (let image = 0; image < count; image++) {
      const scores = sums.subarray(image * classes, (image + 1) * classes);
      if (scores.indexOf(Math.max(...scores)) === y.data[begin + image]) right++;
    }
    begin += count;
  }
  return right / length;
}
