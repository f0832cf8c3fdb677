import { Tensor } from '@cnn/tensor';
import { expect, test } from 'vitest';
import { drawBoxes } from './drawn-boxes.js';

const object = { left: 0.2, top: 0.25, right: 0.8, bottom: 1, label: 0, score: 1 };

test('a frame goes along the edges of the box, and nothing else changes', () => {
  const grey = new Tensor('u8', [8, 10, 1], new Uint8Array(80).fill(7));
  const { shape, data } = drawBoxes(grey, [object]);
  expect(shape).toEqual([8, 10, 3]);
  const rows = Array.from({ length: 8 }, (_, y) =>
    Array.from({ length: 10 }, (_, x) => (data[(y * 10 + x) * 3] === 230 ? '#' : '.')).join(''),
  );
  expect(rows).toEqual([
    '..........',
    '..........',
    '..######..',
    '..#....#..',
    '..#....#..',
    '..#....#..',
    '..#....#..',
    '..######..',
  ]);
  expect([...data.subarray(0, 3)]).toEqual([7, 7, 7]);
});

test('classes have colours of their own', () => {
  const black = new Tensor('u8', [4, 4, 3], new Uint8Array(48));
  const corner = (label: number) =>
    drawBoxes(black, [{ ...object, left: 0, top: 0, label }]).data.slice(0, 3);
  expect(corner(1)).not.toEqual(corner(0));
});
