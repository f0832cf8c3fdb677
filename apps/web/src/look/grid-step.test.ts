import { expect, test } from 'vitest';
import { stepOf } from './grid-step.js';

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
