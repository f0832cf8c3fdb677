import { DataError } from '@cnn/tensor';
import { expect, test } from 'vitest';
import { readListing } from './listing.js';

const chance = { seed: 1, testFraction: 0.2 };

const read = (...paths: string[]) => readListing('pets', paths, chance);

/** `train/cat/1.jpg` … as many as asked for. */
const many = (folder: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${folder}/${String(i).padStart(3, '0')}.jpg`);

test('folders name splits and classes, which are sorted', () => {
  const { classNames, images, origin } = read(
    ...['train/dog/1.jpg', 'train/Cat/2.jpg', 'test/dog/3.jpg', 'val/Cat/4.jpg', 'train/dog/more/5.jpg'],
    ...['train/loose.jpg', 'notes/dog/6.jpg', 'loose.png'],
  );
  expect(classNames).toEqual(['Cat', 'dog']);
  expect(origin).toBe('split by folders');
  expect(images).toEqual([
    { path: 'test/dog/3.jpg', split: 'test', label: 1 },
    { path: 'train/Cat/2.jpg', split: 'train', label: 0 },
    { path: 'train/dog/1.jpg', split: 'train', label: 1 },
    { path: 'train/dog/more/5.jpg', split: 'train', label: 1 },
    { path: 'val/Cat/4.jpg', split: 'validation', label: 0 },
  ]);
});

test('what is for validation is tested on where there is nothing else', () => {
  const { images, origin } = read('Training/a/1.jpg', 'Training/b/2.jpg', 'Validation/b/3.jpg');
  expect(origin).toBe('split by folders, tested on those for validation');
  expect(images.map(({ split }) => split)).toEqual(['train', 'train', 'test']);
});

test.each([
  ['classes alone', ''],
  ['a folder for training alone', 'train/'],
])('with %s the seed keeps a share of each class for the test', (_, above) => {
  const paths = [...many(`${above}a`, 50), ...many(`${above}b`, 10), ...many(`${above}c`, 1)];
  const split = (seed: number) => readListing('pets', paths, { seed, testFraction: 0.2 }).images;
  const tested = (seed: number, label: number) =>
    split(seed).filter((image) => image.label === label && image.split === 'test').length;
  expect([0, 1, 2].map((label) => tested(1, label))).toEqual([10, 2, 0]);
  expect(split(1)).toEqual(split(1));
  expect(split(1)).not.toEqual(split(2));
});

test('the split of one class does not depend on the others', () => {
  const testOf = (...paths: string[]) =>
    read(...paths)
      .images.filter(({ split, label }) => split === 'test' && label === 0)
      .map(({ path }) => path);
  expect(testOf(...many('a', 40), ...many('b', 3))).toEqual(testOf(...many('a', 40), ...many('b', 30)));
});

test.each([
  [[], 'pets has no folder with images to train on'],
  [['1.jpg', '2.jpg'], 'pets has no folder with images to train on'],
  [many('a', 3), 'pets has images of one class, a, to train on'],
  [['test/a/1.jpg', 'train/a/1.jpg'], 'pets has images of one class, a, to train on'],
])('%j is refused', (paths, message) => {
  expect(() => read(...paths)).toThrow(DataError);
  expect(() => read(...paths)).toThrow(
    `${message}; expected DIR/train/<class>/… and DIR/test/<class>/…, or DIR/<class>/…, with JPEG, PNG or WebP files, of two classes or more. Give each class a folder.`,
  );
});

test('a class that only the test has is refused', () => {
  expect(() => read('train/a/1.jpg', 'train/b/1.jpg', 'test/c/9.jpg')).toThrow(
    "pets/test/c/9.jpg is of the class c, of which there are no images to train on; expected a, b. Correct the folder's name, or add images to train on.",
  );
});
