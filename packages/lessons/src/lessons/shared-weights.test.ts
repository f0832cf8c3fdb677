import { expect, test } from 'vitest';
import { findingsOf, line, row } from '../../test/findings.js';
import { sharedWeights } from './shared-weights.js';

test('shared weights know moved drawings, more weights of a dense network do not', async () => {
  const findings = await findingsOf(sharedWeights);
  const accuracy = (name: string) => line(findings, 'Accuracy on moved drawings', name);
  const [convolutional, dense] = [accuracy('convolutional'), accuracy('dense')];
  expect(convolutional[0]).toBeGreaterThan(0.95);
  expect(dense[0]).toBeGreaterThan(0.95);
  for (const shift of [1, 2, 3, 4]) {
    expect(convolutional[shift]).toBeGreaterThan(0.9);
    expect(dense[shift]).toBeLessThan(0.6);
  }
  const weights = (name: string) => row(findings, 'Weights, and what they know', name)[0]!;
  expect(weights('dense')).toBeGreaterThan(10 * weights('convolutional'));
});

test('pooling by steps of two sees even shifts better than odd ones', async () => {
  const values = line(
    await findingsOf(sharedWeights),
    'Accuracy on moved drawings',
    'convolutional, with 2×2 pooling',
  );
  expect(values[2]! + values[4]!).toBeGreaterThan(values[1]! + values[3]! + 0.1);
});
