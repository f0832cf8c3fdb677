import { expect, test } from 'vitest';
import { worstOf } from './worst.js';

test('images of which most is told wrong come first, and those without mistakes not at all', () => {
  const right = Float32Array.of(0.9, 1, 0.4, 0.99);
  expect(worstOf({ task: 'segmentation', mean: 0, scores: [], right })).toEqual([2, 0, 3]);
  const [missed, wrong] = [Uint16Array.of(0, 1, 2, 0), Uint16Array.of(0, 3, 1, 1)];
  expect(worstOf({ task: 'detection', mean: 0, scores: [], missed, wrong })).toEqual([1, 2, 3]);
});
