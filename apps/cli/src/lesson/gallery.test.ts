import type { Gallery } from '@cnn/lessons';
import { expect, test } from 'vitest';
import { galleryText } from './gallery.js';

const picture = (name: string, width: number) => ({
  name: { en: name, ja: name },
  ...{ height: 1, width, pixels: new Float32Array(width).fill(1) },
});
const headings = (widths: readonly number[], columns: number): string[] => {
  const pictures = widths.map((width, i) => picture(String.fromCharCode(97 + i), width));
  const text = galleryText({ pictures } as unknown as Gallery, 'en', columns);
  return text
    .split('\n')
    .filter((line) => /[a-z]/.test(line))
    .map((line) => line.replaceAll(/ +/g, ' '));
};

test('pictures are side by side where there is room', () => {
  expect(headings([2, 2, 2, 2], 22)).toEqual(['a b c d']);
});

test('and else in rows that are as long as each other, so that none is left alone', () => {
  expect(headings([2, 2, 2, 2], 16)).toEqual(['a b', 'c d']);
  expect(headings([2, 2, 2, 2, 2], 16)).toEqual(['a b c', 'd e']);
});

test('unless wide ones do not fit into such a row', () => {
  expect(headings([5, 2, 2, 2], 16)).toEqual(['a b', 'c d']);
  expect(headings([2, 2, 5, 5], 16)).toEqual(['a b', 'c', 'd']);
});
