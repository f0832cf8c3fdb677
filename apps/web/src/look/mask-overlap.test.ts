import { expect, test } from 'vitest';
import { meanOverlap, mistakesIn, overlapsOf } from './mask-overlap.js';

const mask = Uint8Array.of(0, 0, 1, 1, 2, 2);
const truth = Uint8Array.of(0, 1, 1, 1, 0, 255);

test('areas are compared class by class, without pixels of which nothing is known', () => {
  expect(overlapsOf(mask, truth, 4)).toEqual([
    { label: 0, share: 2 / 6, overlap: 1 / 3 },
    { label: 1, share: 2 / 6, overlap: 2 / 3 },
    { label: 2, share: 2 / 6, overlap: 0 },
    { label: 3, share: 0, overlap: undefined },
  ]);
  expect(meanOverlap(overlapsOf(mask, truth, 4))).toBeCloseTo(1 / 3, 10);
  expect([...mistakesIn(mask, truth)]).toEqual([0, 255, 0, 0, 255, 0]);
});

test('without a truth there are shares alone', () => {
  const overlaps = overlapsOf(mask, undefined, 3);
  expect(overlaps.map(({ overlap }) => overlap)).toEqual([undefined, undefined, undefined]);
  expect(meanOverlap(overlaps)).toBeUndefined();
});
