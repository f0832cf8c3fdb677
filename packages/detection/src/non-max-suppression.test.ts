import { ConfigError } from '@cnn/tensor';
import { expect, test } from 'vitest';
import type { Detection } from './detection.js';
import { nonMaxSuppression } from './non-max-suppression.js';

const at = (left: number, score: number, label = 0): Detection => ({
  ...{ left, top: 0, right: left + 0.4, bottom: 0.4 },
  ...{ label, score },
});

test('the best of those that overlap is kept, best first', () => {
  const [weak, best, apart] = [at(0, 0.6), at(0.05, 0.9), at(0.5, 0.7)];
  expect(nonMaxSuppression([weak, best, apart])).toEqual([best, apart]);
});

test('other classes may lie in the same place', () => {
  const both = [at(0, 0.9), at(0, 0.8, 1)];
  expect(nonMaxSuppression(both)).toEqual(both);
});

test('what was suppressed suppresses nothing', () => {
  const chain = [at(0, 0.9), at(0.12, 0.8), at(0.24, 0.7)];
  expect(nonMaxSuppression(chain)).toEqual([chain[0], chain[2]]);
});

test('options say how much may overlap, and how many are kept', () => {
  const two = [at(0, 0.9), at(0.12, 0.8)];
  expect(nonMaxSuppression(two, { iouThreshold: 0.6 })).toEqual(two);
  expect(nonMaxSuppression([at(0, 0.9), at(0.5, 0.8)], { maxDetections: 1 })).toHaveLength(1);
  expect(() => nonMaxSuppression(two, { iouThreshold: 2 })).toThrow(ConfigError);
  for (const maxDetections of [0, -1, 1.5, Number.NaN]) {
    expect(() => nonMaxSuppression(two, { maxDetections })).toThrow(
      'The maxDetections of nonMaxSuppression is',
    );
  }
});
