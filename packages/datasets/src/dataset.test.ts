import { DataError, ShapeError, Tensor } from '@cnn/tensor';
import { expect, test } from 'vitest';
import { Dataset } from './dataset.js';

function pixels(...shape: number[]): Tensor<'u8'> {
  const size = shape.reduce((product, axis) => product * axis, 1);
  return new Tensor(
    'u8',
    shape,
    Uint8Array.from({ length: size }, (_, i) => i),
  );
}

function dataset(labels: number[], classNames = ['cat', 'dog']): Dataset {
  const y = new Tensor('i32', [labels.length], Int32Array.from(labels));
  return new Dataset({ name: 'Pets', classNames, x: pixels(labels.length, 2, 2, 1), y });
}

test('length is the number of images', () => {
  expect(dataset([0, 1, 1]).length).toBe(3);
});

test('rows are views, not copies', () => {
  const all = dataset([0, 1, 1, 0]);
  const middle = all.rows(1, 3);
  expect(middle.length).toBe(2);
  expect(middle.x.shape).toEqual([2, 2, 2, 1]);
  expect([...middle.x.data]).toEqual([4, 5, 6, 7, 8, 9, 10, 11]);
  expect(middle.x.data.buffer).toBe(all.x.data.buffer);
  expect([...middle.y.data]).toEqual([1, 1]);
  expect(middle.classNames).toBe(all.classNames);
});

test('rows outside the set are refused', () => {
  expect(() => dataset([0, 1]).rows(1, 3)).toThrow(ShapeError);
});

test('take gives the first images, or all when there are fewer', () => {
  expect([...dataset([1, 0, 1]).take(2).y.data]).toEqual([1, 0]);
  expect(dataset([1, 0, 1]).take(9).length).toBe(3);
});

test.each([2, -1])('the label %i of two classes is refused with its index', (bad) => {
  expect(() => dataset([0, 1, bad, 7])).toThrow(DataError);
  expect(() => dataset([0, 1, bad, 7])).toThrow(
    `Pets has the label ${bad} at index 2; expected 0 to 1, one for each of its 2 classes. Correct the label, or pass a name for every class.`,
  );
});

test.each([
  { x: pixels(3, 2, 2, 1), why: 'other counts' },
  { x: pixels(2, 4), why: 'images without axes of their own' },
])('$why are refused', ({ x }) => {
  const y = new Tensor('i32', [2], Int32Array.of(0, 1));
  expect(() => new Dataset({ name: 'Pets', classNames: ['cat', 'dog'], x, y })).toThrow(
    `Pets has images of shape [${x.shape.join(', ')}] and labels of shape [2]; expected [count, height, width, channels]`,
  );
});
