import { DataError, Tensor } from '@cnn/tensor';
import { expect, test } from 'vitest';
import { SegmentationDataset } from './segmentation-dataset.js';

const classNames = ['background', 'cell'];
const x = new Tensor(
  'u8',
  [3, 2, 2, 1],
  Uint8Array.from({ length: 12 }, (_, i) => i),
);
const masks = (...data: number[]) => new Tensor('u8', [3, 2, 2], Uint8Array.from(data));
const y = masks(0, 0, 0, 1, 0, 0, 1, 1, 1, 1, 1, 1);

test('rows are views of images and masks', () => {
  const set = new SegmentationDataset({ name: 'cells', classNames, x, y });
  expect(set.length).toBe(3);
  const some = set.rows(1, 3).take(1);
  expect([...some.x.data]).toEqual([4, 5, 6, 7]);
  expect([...some.y.data]).toEqual([0, 0, 1, 1]);
  expect(some.y.data.buffer).toBe(y.data.buffer);
  expect(set.take(9).length).toBe(3);
});

test('masks of another size or with unknown classes are refused', () => {
  const small = new Tensor('u8', [3, 2, 1], new Uint8Array(6));
  expect(() => new SegmentationDataset({ name: 'cells', classNames, x, y: small })).toThrow(DataError);
  expect(() => new SegmentationDataset({ name: 'cells', classNames, x, y: small })).toThrow(
    'cells has images of shape [3, 2, 2, 1] and masks of shape [3, 2, 1]; expected [count, height, width, channels] and [count, height, width]',
  );
  const unknown = masks(0, 0, 0, 1, 0, 0, 2, 1, 1, 1, 1, 1);
  expect(() => new SegmentationDataset({ name: 'cells', classNames, x, y: unknown })).toThrow(
    'cells has the class 2 in mask 1; expected 0 to 1, one for each of its 2 classes, or 255 for none.',
  );
});
