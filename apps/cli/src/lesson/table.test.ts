import type { Table } from '@cnn/lessons';
import { expect, test } from 'vitest';
import { tableText } from './table.js';

const both = (text: string) => ({ en: text, ja: text });
const table = {
  columns: [
    { name: both('convolution') },
    { name: both('numbers after the layer'), format: 'count' },
    { name: both('change at 1 pixel'), format: 'percent' },
  ],
  rows: [[both('max, 2×2'), 1936, 0.103]],
} as unknown as Table;

test('names of columns take one line where there is room', () => {
  expect(tableText(table, 'en', 100)).toMatch(
    /│ convolution │ numbers after the layer │ change at 1 pixel │/,
  );
});

test('and several where there is not', () => {
  const lines = tableText(table, 'en', 50).split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(50);
  expect(lines[1]).toMatch(/│ convolution │ numbers │ change at 1 │|│ convolution │ numbers │ change +│/);
  expect(lines.join('\n')).toContain('10.3 %');
});

test('and spaces around cells are left out where even that is too wide', () => {
  const lines = tableText(table, 'en', 32).split('\n');
  expect(lines[0]!.length).toBeLessThanOrEqual(32);
  expect(lines.join('\n')).toContain('│max, 2×2   │  1,936│10.3 %│');
});

test('names of columns in Japanese are broken anywhere', () => {
  const column = { name: { en: 'difference', ja: '差（フィルター）' } };
  const text = tableText({ columns: [column, column], rows: [[0.1, 0.2]] } as unknown as Table, 'ja', 30);
  expect(text.split('\n').slice(1, 3)).toEqual(['│ 差（フィ │ 差（フィ │', '│ ルター） │ ルター） │']);
});
