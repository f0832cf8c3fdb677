import { ConfigError, DataError, ShapeError, Tensor, tensor } from '@cnn/tensor';
import { expect, test } from 'vitest';
import { toCategorical } from './to-categorical.js';

test('class numbers as one-hot rows, of any shape', () => {
  const rows = toCategorical(new Tensor('i32', [2], Int32Array.of(2, 0)), 3);
  expect(rows).toEqual(tensor([0, 0, 1, 1, 0, 0], [2, 3]));
  const masks = toCategorical(new Tensor('u8', [1, 2, 1], Uint8Array.of(1, 1)), 2);
  expect(masks).toEqual(tensor([0, 1, 0, 1], [1, 2, 1, 2]));
});

test('what cannot be one is refused', () => {
  const labels = new Tensor('i32', [2], Int32Array.of(0, 3));
  expect(() => toCategorical(labels, 3)).toThrow(DataError);
  expect(() => toCategorical(labels, 3)).toThrow('the label 3 at index 1; there are the classes 0 to 2');
  expect(() => toCategorical(labels, 0)).toThrow(ConfigError);
  expect(() => toCategorical(tensor([0], [1]), 2)).toThrow(ShapeError);
});
