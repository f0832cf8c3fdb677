import { expect, test } from 'vitest';
import { findingsOf, row } from '../../test/findings.js';
import { batchNormalization } from './batch-normalization.js';

test('normalised, the same layers learn faster, and at all of three rates', async () => {
  const findings = await findingsOf(batchNormalization);
  const losses = (name: string) => row(findings, 'Loss in the last epoch, by learning rate', name);
  const [without, normalised] = [losses('without'), losses('with')];
  for (const [i, loss] of normalised.entries()) {
    expect(loss).toBeLessThan(0.5);
    expect(loss).toBeLessThan(without[i]! / 2);
  }
});
