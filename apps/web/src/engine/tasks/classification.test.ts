import { synthetic } from '@cnn/datasets';
import { simpleCnn } from '@cnn/layers';
import { expect, test } from 'vitest';
import type { Settings } from '../protocol/settings.js';
import { classification } from './classification.js';

const settings: Settings = {
  epochs: 1,
  batchSize: 10,
  validationSplit: 0,
  optimizer: 'adam',
  learningRate: 0.001,
  seed: 0,
};
const { train } = synthetic({ trainCount: 60, testCount: 1, size: 16 });
const model = simpleCnn({ inputShape: [16, 16, 3] });

test('labels are class numbers, or one-hot rows where classes are mixed, and the loss takes what there is', () => {
  expect(classification.targets(train, model, settings).y).toBe(train.y);
  expect(classification.goal(model, settings).loss).toMatchObject({ targets: 'labels' });
  const mixed = { ...settings, labelSmoothing: 0.1, augment: ['mixup'] };
  expect(classification.targets(train, model, mixed).y).toMatchObject({ shape: [60, 10] });
  expect(classification.goal(model, mixed).loss).toMatchObject({ targets: 'values' });
});

test('images of each class in turn are shown', () => {
  const { labels, pixels } = classification.samples(train);
  expect(labels).toEqual(Array.from({ length: 20 }, (_, i) => [i % 10]));
  expect(pixels).toHaveLength(20 * 16 * 16 * 3);
});
