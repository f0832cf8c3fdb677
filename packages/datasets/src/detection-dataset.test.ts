import { DataError, Tensor } from '@cnn/tensor';
import { expect, test } from 'vitest';
import type { LabelledBox } from './box.js';
import { DetectionDataset } from './detection-dataset.js';

const classNames = ['cat', 'dog'];
const x = new Tensor(
  'u8',
  [3, 2, 2, 1],
  Uint8Array.from({ length: 12 }, (_, i) => i),
);
const cat: LabelledBox = { left: 0, top: 0.5, right: 1, bottom: 1, label: 0 };
const set = (objects: readonly (readonly LabelledBox[])[]) =>
  new DetectionDataset({ name: 'pets', classNames, x, objects });

test('rows share the images, and have the objects of these', () => {
  const some = set([[], [cat], [cat, { ...cat, label: 1 }]])
    .rows(1, 3)
    .take(1);
  expect([...some.x.data]).toEqual([4, 5, 6, 7]);
  expect(some.x.data.buffer).toBe(x.data.buffer);
  expect(some.objects).toEqual([[cat]]);
});

test.each([
  { ...cat, right: 1.01 },
  { ...cat, left: 1 },
  { ...cat, top: Number.NaN },
  { ...cat, label: 2 },
  { ...cat, label: 0.5 },
])('%j is refused', (object) => {
  expect(() => set([[], [cat, object], []])).toThrow(DataError);
  expect(() => set([[], [cat, object], []])).toThrow(/^pets has the object .* in image 1; expected/);
});

test('there is a list of objects for each image', () => {
  expect(() => set([[cat]])).toThrow('images of shape [3, 2, 2, 1] and 1 lists of objects');
});
