import { expect, test } from 'vitest';
import { stepOf, stepOver } from './grid-step.js';

test('keys lead to neighbours and to the ends of a row, and never out of the grid', () => {
  const place = { row: 1, column: 2 };
  expect(stepOf('ArrowLeft', place, 3)).toEqual({ row: 1, column: 1 });
  expect(stepOf('ArrowRight', { row: 1, column: 3 }, 3)).toEqual({ row: 1, column: 3 });
  expect(stepOf('ArrowUp', { row: 0, column: 2 }, 3)).toEqual({ row: 0, column: 2 });
  expect(stepOf('ArrowDown', place, 3)).toEqual({ row: 2, column: 2 });
  expect(stepOf('Home', place, 3)).toEqual({ row: 1, column: 0 });
  expect(stepOf('End', place, 3)).toEqual({ row: 1, column: 3 });
  expect(stepOf('Enter', place, 3)).toBeUndefined();
});

test('keys lead within pictures that are no squares, and from one to the next', () => {
  const pictures = { count: 3, height: 5, width: 2 };
  const pixel = { picture: 1, row: 4, column: 1 };
  expect(stepOver('ArrowDown', pixel, pictures)).toEqual(pixel);
  expect(stepOver('ArrowDown', { ...pixel, row: 2 }, pictures)).toEqual({ ...pixel, row: 3 });
  expect(stepOver('ArrowRight', pixel, pictures)).toEqual(pixel);
  expect(stepOver('End', { ...pixel, column: 0 }, pictures)).toEqual(pixel);
  expect(stepOver('PageDown', pixel, pictures)).toEqual({ ...pixel, picture: 2 });
  expect(stepOver('PageDown', { ...pixel, picture: 2 }, pictures)).toEqual({ ...pixel, picture: 2 });
  expect(stepOver('PageUp', { ...pixel, picture: 0 }, pictures)).toEqual({ ...pixel, picture: 0 });
  expect(stepOver('Enter', pixel, pictures)).toBeUndefined();
});
