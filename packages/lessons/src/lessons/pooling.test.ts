import { expect, test } from 'vitest';
import { findingsOf, line, row } from '../../test/findings.js';
import { pooling } from './pooling.js';

const change = async (name: string) => line(await findingsOf(pooling), 'Change of the features', name);

test('pooled features change less under small shifts, and less the larger the window', async () => {
  const [none, max2, average2, max4, average4] = await Promise.all(
    ['no pooling', 'max, 2×2', 'average, 2×2', 'max, 4×4', 'average, 4×4'].map(change),
  );
  for (const pixels of [1, 2, 3]) {
    expect(max2![pixels]!).toBeLessThan(0.95 * none![pixels]!);
    expect(average2![pixels]!).toBeLessThan(0.95 * none![pixels]!);
    expect(max4![pixels]!).toBeLessThan(0.95 * max2![pixels]!);
    expect(average4![pixels]!).toBeLessThan(0.95 * average2![pixels]!);
  }
});

test('what has not moved has not changed, and more changes the farther it moves', async () => {
  const none = await change('no pooling');
  expect(none[0]).toBe(0);
  expect(none).toEqual([...none].sort((a, b) => a - b));
});

test('the numbers left are those of the convolution divided by the windows', async () => {
  const findings = await findingsOf(pooling);
  const numbers = (name: string) => row(findings, 'What is left of an image', name)[0];
  expect(numbers('no pooling')).toBe(22 * 22 * 16);
  expect(numbers('max, 2×2')).toBe(11 * 11 * 16);
  expect(numbers('average, 4×4')).toBe(5 * 5 * 16);
});
