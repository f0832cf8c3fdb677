import { synthetic } from '@cnn/datasets';
import { Session, simpleCnn } from '@cnn/layers';
import { compile } from '@cnn/train';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countsOf } from '../../look/confusion.js';
import { classSurvey } from './class-survey.js';

let session: Session;
beforeAll(async () => {
  session = await Session.create({ threads: 1 });
});
afterAll(() => session.close());

test('every image is told with what it is taken for, as the trainer counts them', async () => {
  const { test: images } = synthetic({ trainCount: 1, testCount: 300, size: 8 });
  const model = simpleCnn({ inputShape: [8, 8, 3], seed: 2 });
  const progress: number[] = [];
  const found = await classSurvey(model, images, session, ({ done }) => progress.push(done));
  expect(progress).toEqual([0, 256]);
  const trainer = await compile(model, {
    optimizer: 'sgd',
    loss: 'sparseCategoricalCrossentropy',
    metrics: ['accuracy'],
    session,
  });
  expect(countsOf(found, 10)).toEqual(await trainer.confusionMatrix(images));
  const { data } = await model.predict(images.x.rows(299, 300), { session });
  expect(found.confidences[299]).toBeCloseTo(Math.max(...data), 5);
  expect(found.truths[299]).toBeCloseTo(data[found.labels[299]!]!, 5);
  expect(found.labels).toEqual(Uint16Array.from(images.y.data));
  await trainer.close();
});
