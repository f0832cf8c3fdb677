import { expect, test } from 'vitest';
import { factor, figure, percent } from './figures.ts';

test('figures have three digits that count', () => {
  expect([0.01234, 1.234, 12.34, 123.4, 12345].map(figure)).toEqual([
    '0.0123',
    '1.23',
    '12.3',
    '123',
    '12,345',
  ]);
  expect([factor(1.5), percent(0.456)]).toEqual(['1.50 ×', '46 %']);
});
