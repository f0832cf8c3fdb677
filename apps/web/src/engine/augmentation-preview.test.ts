import { synthetic } from '@cnn/datasets';
import { expect, test } from 'vitest';
import { augmentedSamples, imagesPreviewed } from './augmentation-preview.js';

test.each([
  ['flip', 'crop:4'],
  ['mixup', 'cutout'],
])(
  'images stay as they are above, and %s and %s change them below, each time differently',
  async (...names) => {
    const { train } = synthetic({ trainCount: imagesPreviewed, testCount: 1 });
    const { pixels, labels } = await augmentedSamples(train, names, 0);
    expect(labels).toHaveLength(3 * imagesPreviewed);
    const [original, first, second] = [0, 1, 2].map((row) =>
      pixels.slice(row * train.x.size, (row + 1) * train.x.size),
    );
    expect(original).toEqual(train.x.data);
    expect(first).not.toEqual(original);
    expect(second).not.toEqual(first);
    const next = await augmentedSamples(train, names, 1);
    expect(next.pixels.slice(train.x.size, 2 * train.x.size)).toEqual(second);
  },
);
