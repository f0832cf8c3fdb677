import { synthetic, syntheticBoxes, syntheticMasks } from '@cnn/datasets';
import { expect, test } from 'vitest';
import { augmentedSamples, imagesPreviewed } from './augmentation-preview.js';
import { classification } from './tasks/classification.js';
import { detection } from './tasks/detection.js';
import { segmentation } from './tasks/segmentation.js';

const counts = { trainCount: imagesPreviewed, testCount: 1 };
const images = {
  classification: synthetic(counts).train,
  segmentation: syntheticMasks({ ...counts, size: 32 }).train,
  detection: syntheticBoxes({ ...counts, size: 32 }).train,
};
const work = { classification, segmentation, detection };

test.each([
  ['classification', ['flip', 'crop:4']],
  ['classification', ['mixup', 'cutout']],
  ['segmentation', ['mosaic']],
  ['detection', ['zoom', 'mosaic']],
] as const)(
  'images of %s stay as they are above, and %s change them below, each time differently',
  async (task, names) => {
    const { x } = images[task];
    const transforms = work[task].transforms(names);
    const { pixels, labels } = await augmentedSamples(images[task], transforms, 0);
    expect(labels).toHaveLength(3 * imagesPreviewed);
    const [original, first, second] = [0, 1, 2].map((row) => pixels.slice(row * x.size, (row + 1) * x.size));
    expect(original).toEqual(x.data);
    expect(first).not.toEqual(original);
    expect(second).not.toEqual(first);
    const next = await augmentedSamples(images[task], transforms, 1);
    expect(next.pixels.slice(x.size, 2 * x.size)).toEqual(second);
  },
);

test('objects are shown as a detector will see them, with nothing repeated beyond the edges', async () => {
  const { x } = images.detection;
  const transforms = detection.transforms(['rotate']);
  const { pixels } = await augmentedSamples(images.detection, transforms, 0);
  const corners = Array.from({ length: imagesPreviewed }, (_, image) => {
    const begin = x.size + (image * x.size) / imagesPreviewed;
    return Math.max(...pixels.slice(begin, begin + 3));
  });
  expect(corners.filter((value) => value === 0).length).toBeGreaterThan(imagesPreviewed / 2);
});
