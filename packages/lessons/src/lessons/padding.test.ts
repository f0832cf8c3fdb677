import { expect, test } from 'vitest';
import { findingsOf, row } from '../../test/findings.js';
import { padding } from './padding.js';

test('sizes are those of the arithmetic of convolutions', async () => {
  const findings = await findingsOf(padding);
  const sizes = (name: string) => row(findings, 'Sizes', name);
  expect(sizes('valid, stride 1')).toEqual([30, 28, 26, 24]);
  expect(sizes('same, stride 1')).toEqual([32, 32, 32, 32]);
  expect(sizes('valid, stride 2')).toEqual([15, 7, 3, 1]);
  expect(sizes('same, stride 2')).toEqual([16, 8, 4, 2]);
});

test('padding gives the border more to say, but not as much as the middle', async () => {
  const findings = await findingsOf(padding);
  const shares = (name: string) => row(findings, 'What pixels count for', name);
  // Ways along one axis in three steps of −1, 0 or 1: 27 from the middle; from the border 13, 1 without padding.
  expect(shares('valid, stride 1')[2]).toBeCloseTo((1 / 25) ** 2, 6);
  expect(shares('same, stride 1')[0]).toBe(1);
  expect(shares('same, stride 1')[1]).toBeCloseTo(13 / 27, 6);
  expect(shares('same, stride 1')[2]).toBeCloseTo((13 / 27) ** 2, 6);
});
