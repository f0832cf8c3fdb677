import { expect, test } from 'vitest';
import { seenBoxes, worstBoxes } from './seen-boxes.js';

const at = (left: number, label = 0, score = 0.9) => ({
  ...{ left, top: 0, right: left + 0.2, bottom: 0.2 },
  ...{ label, score },
});

test('objects are missed where no sure box of their class covers them', () => {
  const objects = [at(0), at(0.4), at(0.7, 1)];
  const { found, missed, wrong } = seenBoxes(3, [at(0.02), at(0.4, 1), at(0.7, 1, 0.4)], objects);
  expect(found).toHaveLength(2);
  expect([missed, wrong]).toEqual([2, 1]);
});

test('an object is found once', () => {
  const { missed, wrong } = seenBoxes(0, [at(0), at(0.01)], [at(0)]);
  expect([missed, wrong]).toEqual([0, 1]);
});

test('the worst have most mistakes, and those without are none', () => {
  const images = [
    seenBoxes(0, [at(0)], [at(0)]),
    seenBoxes(1, [], [at(0)]),
    seenBoxes(2, [at(0.5)], [at(0), at(0.2)]),
  ];
  expect(worstBoxes(images, 5).map(({ index }) => index)).toEqual([2, 1]);
  expect(worstBoxes(images, 1)).toHaveLength(1);
});
