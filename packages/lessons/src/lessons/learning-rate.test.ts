import { expect, test } from 'vitest';
import { findingsOf, line } from '../../test/findings.js';
import { learningRate } from './learning-rate.js';

test('small rates are slow, large ones throw the loss back, one in between arrives', async () => {
  const findings = await findingsOf(learningRate);
  const losses = (rate: string) => line(findings, 'Loss under four rates', rate);
  const drop = (rate: string) => losses(rate)[0]! - losses(rate).at(-1)!;
  expect(losses('0.1').at(-1)).toBeLessThan(0.2);
  expect(drop('0.001')).toBeGreaterThan(0);
  expect(drop('0.001')).toBeLessThan(0.1);
  expect(drop('0.01')).toBeGreaterThan(drop('0.001'));
  expect(drop('0.01')).toBeLessThan(drop('0.1'));
  expect(losses('1').at(-1)).toBeGreaterThan(1);
});
