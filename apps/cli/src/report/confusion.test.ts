import { expect, it } from 'vitest';
import { confusionLines } from './confusion.js';

const names = ['cat', 'airplane', 'dog'];
const matrix = [
  [90, 0, 10],
  [1, 1000, 0],
  [0, 0, 0],
];

it('shows a row of counts for each true class, and its recall', () => {
  expect(confusionLines(matrix, names, { counted: 'images' })).toEqual([
    'taken for      0    1    2   recall',
    '0 cat         90    0   10   90.0 %',
    '1 airplane     1 1000    0   99.9 %',
    '2 dog          0    0    0        –',
  ]);
});

it('shows the most frequent mistake of each class where the table is too wide', () => {
  expect(confusionLines(matrix, names, { counted: 'images', columns: 30 })).toEqual([
    'class       images   recall  most often taken for',
    '0 cat          100   90.0 %  dog (10)',
    '1 airplane    1001   99.9 %  cat (1)',
    '2 dog            0        –',
  ]);
});

it('tells of pixels how well the areas of classes are covered', () => {
  expect(confusionLines(matrix, names, { counted: 'pixels' }).slice(0, 2)).toEqual([
    'taken for      0    1    2   recall    IoU',
    '0 cat         90    0   10   90.0 %  0.891',
  ]);
  expect(confusionLines(matrix, names, { counted: 'pixels', columns: 30 })[0]).toBe(
    'class       pixels   recall    IoU  most often taken for',
  );
});
