import { DataError } from '@cnn/tensor';
import { expect, test } from 'vitest';
import { parseIdx } from './idx.js';

test('axes are big-endian and the elements are shared', () => {
  const bytes = Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255);
  const { shape, data } = parseIdx(bytes);
  expect(shape).toEqual([2, 3]);
  expect([...data]).toEqual([1, 2, 3, 4, 5, 255]);
  expect(data.buffer).toBe(bytes.buffer);
});

test('bytes that begin inside a larger buffer are read from there', () => {
  const bytes = Uint8Array.of(9, 9, 0, 0, 8, 1, 0, 0, 0, 2, 6, 7).subarray(2);
  expect([...parseIdx(bytes).data]).toEqual([6, 7]);
});

test.each([
  { bytes: [0, 0, 13, 1, 0, 0, 0, 0], start: 'starts with the bytes 0 0 13 1' },
  { bytes: [31, 139, 8, 0], start: 'starts with the bytes 31 139 8 0' },
  { bytes: [0, 0, 8, 3, 0, 0], start: 'starts with the bytes 0 0 8 3' },
  { bytes: [0, 0, 8, 0], start: 'starts with the bytes 0 0 8 0' },
  { bytes: [], start: 'is empty' },
])('a file that $start is refused', ({ bytes, start }) => {
  expect(() => parseIdx(Uint8Array.from(bytes))).toThrow(DataError);
  expect(() => parseIdx(Uint8Array.from(bytes))).toThrow(
    `The IDX file ${start}; expected 0 0 8, the number of axes and their sizes, as in every IDX file of unsigned bytes. Pass the whole, unzipped file.`,
  );
});

test('a size other than the header promises is refused', () => {
  expect(() => parseIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 1, 2))).toThrow(
    'The IDX file has 10 bytes; expected 11, because its header promises the shape [3]. It is truncated or damaged. Pass the whole, unzipped file.',
  );
});
