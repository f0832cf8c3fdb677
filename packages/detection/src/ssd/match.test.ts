import type { LabelledBox } from '@cnn/datasets';
import { expect, test } from 'vitest';
import { edgesOf, priorBoxes } from '../prior-boxes.js';
import { match } from './match.js';

const square = (left: number, size: number): LabelledBox => ({
  ...{ left, top: 0, right: left + size, bottom: size },
  label: 0,
});
const priors = priorBoxes([{ rows: 2, columns: 2, sizes: [[0.5, 0.5]] }]).map(edgesOf);

test('a prior box finds what it covers by more than half', () => {
  const object = square(0.1, 0.5);
  expect(match(priors, [object])).toEqual([object, undefined, undefined, undefined]);
});

test('an object that none covers far enough gets the nearest', () => {
  const small = square(0.6, 0.1);
  expect(match(priors, [small])).toEqual([undefined, small, undefined, undefined]);
});

test('an object keeps a box of its own where another covers the same better', () => {
  const [near, nearer] = [square(0.05, 0.4), square(0, 0.5)];
  const matched = match(priors, [near, nearer]);
  expect(matched[0]).toBe(nearer);
  expect(matched.filter((each) => each === near)).toHaveLength(1);
});

test('nothing is matched where there is nothing', () => {
  expect(match(priors, [])).toEqual([undefined, undefined, undefined, undefined]);
});

test('where there are more objects than boxes, those that are nearest have them', () => {
  const objects = [0.3, 0.25, 0.5, 0.2, 0.4, 0.35].map((size) => square(0, size));
  const matched = match(priors, objects);
  expect(matched[0]).toBe(objects[2]);
  expect(new Set(matched).size).toBe(4);
  expect(matched).not.toContain(undefined);
});
