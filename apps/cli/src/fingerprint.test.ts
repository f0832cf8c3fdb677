import { synthetic, syntheticBoxes } from '@cnn/datasets';
import { expect, test } from 'vitest';
import { fingerprint } from './fingerprint.js';

const few = { trainCount: 6, testCount: 3 };

test('the same data has the same, whatever memory it lies in', () => {
  const splits = synthetic(few);
  const more = synthetic({ ...few, trainCount: 9 });
  expect(fingerprint(splits)).toMatch(/^[0-9a-f]{32}$/);
  expect(fingerprint({ ...more, train: more.train.take(6) })).toBe(fingerprint(splits));
});

test('another pixel, label, number of images or box makes another', () => {
  const splits = synthetic(few);
  const seen = new Set([fingerprint(splits)]);
  seen.add(fingerprint({ ...splits, train: splits.train.take(5) }));
  splits.train.x.data[7]! ^= 1;
  seen.add(fingerprint(splits));
  splits.test.y.data[2]! += 1;
  seen.add(fingerprint(splits));
  const boxes = syntheticBoxes({ ...few, size: 32 });
  seen.add(fingerprint(boxes));
  const { test } = boxes;
  Object.assign(test.objects[0]![0]!, { right: 0.99 });
  seen.add(fingerprint(boxes));
  expect(seen.size).toBe(6);
});
