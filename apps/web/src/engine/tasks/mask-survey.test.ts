import { syntheticMasks } from '@cnn/datasets';
import { Session, segmenters } from '@cnn/layers';
import { compile } from '@cnn/train';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { maskSurvey } from './mask-survey.js';

let session: Session;
beforeAll(async () => {
  session = await Session.create({ threads: 1 });
});
afterAll(() => session.close());

test('areas are compared as the trainer does, and right pixels are counted image by image', async () => {
  const { test: images } = syntheticMasks({ trainCount: 1, testCount: 40, size: 16 });
  const model = segmenters.unet({ inputShape: [16, 16, 3], classes: 5, filters: 2, seed: 4 });
  const progress: number[] = [];
  const { mean, scores, right } = await maskSurvey(model, images, session, ({ done }) => progress.push(done));
  expect(progress).toEqual([0, 32]);
  const trainer = await compile(model, {
    optimizer: 'sgd',
    loss: 'sparseCategoricalCrossentropy',
    metrics: ['accuracy', 'meanIoU'],
    session,
  });
  const { accuracy, meanIoU } = await trainer.evaluate(images);
  expect(mean).toBeCloseTo(meanIoU!, 5);
  expect(scores).toHaveLength(5);
  expect(right.reduce((sum, share) => sum + share, 0) / 40).toBeCloseTo(accuracy!, 5);
  await trainer.close();
});
