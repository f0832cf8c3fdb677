import { expect, it } from 'vitest';
import { wrapWords } from './wrap-words.js';

it('breaks lines at spaces, but not between a number and its unit', () => {
  expect(wrapWords('  gradients 1.61 MiB, optimizer 3.22 MiB', 24)).toEqual([
    '  gradients 1.61 MiB,',
    '  optimizer 3.22 MiB',
  ]);
  expect(wrapWords('  gradients 1.61 MiB, optimizer 3.22 MiB', 40)).toHaveLength(1);
  expect(wrapWords('  gradients 1.61 MiB, optimizer 3.22 MiB', 39)).toHaveLength(2);
});

it('leaves words whole that are longer than a line', () => {
  expect(wrapWords('a batch_normalization_12 b', 8)).toEqual(['a', 'batch_normalization_12 b']);
});
