import { synthetic } from '@cnn/datasets';
import { dense, flatten, Session, sequential, simpleCnn } from '@cnn/layers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inspect } from './inspection.js';
import type { ClassAnswer } from './protocol/look.js';
import { classification } from './tasks/classification.js';

let session: Session;
beforeAll(async () => {
  session = await Session.create({ threads: 1 });
});
afterAll(() => session.close());

const { test: images } = synthetic({ trainCount: 1, testCount: 4, size: 16 });

test('an image is reported on with its class, what each layer gives, and where the answer comes from', async () => {
  const model = simpleCnn({ inputShape: [16, 16, 3], seed: 2 });
  const report = await inspect(
    classification,
    model,
    { image: images.x.rows(3, 4), truth: images.rows(3, 4) },
    session,
  );
  const expected = await model.predict(images.x.rows(3, 4), { session });
  const answer = report.answer as ClassAnswer;
  expect(answer.label).toBe(3);
  for (const [i, probability] of answer.probabilities.entries())
    expect(probability).toBeCloseTo(expected.data[i]!, 5);
  expect(report.layers.map(({ name }) => name)).toEqual(model.layers.map(({ name }) => name));
  const [first] = report.layers;
  expect(first!.sheet).toMatchObject({ count: 32, height: 16, width: 16, channels: 1 });
  expect(Math.max(...first!.sheet.pixels)).toBe(255);
  expect(report.layers.at(-1)!.sheet).toMatchObject({ count: 1, height: 1, width: 10 });
  expect([answer.cam!.length, answer.saliency.length]).toEqual([256, 256]);
  expect(Math.max(...answer.saliency)).toBe(255);
  expect(report.filters).toMatchObject({ count: 32, height: 3, width: 3, channels: 3 });
});

test('a network without convolutions has no map of its own, and no filters', async () => {
  const model = sequential([
    flatten({ inputShape: [16, 16, 3] }),
    dense({ units: 10, activation: 'softmax' }),
  ]);
  const report = await inspect(classification, model, { image: images.x.rows(0, 1) }, session);
  const answer = report.answer as ClassAnswer;
  expect(answer.label).toBeUndefined();
  expect(answer.cam).toBeUndefined();
  expect(report.filters).toBeUndefined();
  expect(answer.saliency).toHaveLength(256);
});
