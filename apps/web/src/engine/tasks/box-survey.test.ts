import { syntheticBoxes } from '@cnn/datasets';
import { detectorOf, meanAveragePrecision, yolo } from '@cnn/detection';
import { Session } from '@cnn/layers';
import { compile } from '@cnn/train';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { boxSurvey } from './box-survey.js';

let session: Session;
beforeAll(async () => {
  session = await Session.create({ threads: 1 });
});
afterAll(() => session.close());

test('a detector that has learned some images by heart finds their objects, and few others', async () => {
  const { train } = syntheticBoxes({ trainCount: 8, testCount: 1, size: 32 });
  const { model, loss, encode } = yolo({ inputShape: [32, 32, 3], classes: 4, filters: 8, seed: 1 });
  const trainer = await compile(model, { optimizer: 'adam', loss, session, seed: 1 });
  await trainer.fit({ x: train.x, y: encode(train.objects) }, { epochs: 150, batchSize: 8 });
  const { mean, scores, missed, wrong } = await boxSurvey(model, train, session, () => {});
  const found = detectorOf(model).decode(await model.predict(train.x, { session }), { scoreThreshold: 0.01 });
  const expected = meanAveragePrecision(found, train.objects, { classes: 4 });
  expect([mean, scores]).toEqual([expected.mean, expected.perClass]);
  expect(mean).toBeGreaterThan(0.5);
  const objects = train.objects.flat().length;
  expect(missed.reduce((sum, count) => sum + count, 0)).toBeLessThan(objects / 2);
  expect(wrong).toHaveLength(8);
  await trainer.close();
});
