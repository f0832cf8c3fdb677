import { expect, test } from 'vitest';
import { findingsOf, line } from '../../test/findings.js';
import { residualConnections } from './residual-connections.js';

test('residual connections carry gradients to the first layer that the same layers without them lose', async () => {
  const findings = await findingsOf(residualConnections);
  const norms = (name: string) => line(findings, 'Gradients before the first step', name);
  const [plain, residual] = [norms('plain'), norms('with residual connections')];
  expect(plain).toHaveLength(25);
  expect(plain[0]!).toBeLessThan(plain.at(-1)! / 100);
  expect(residual[0]!).toBeGreaterThan(residual.at(-1)! / 10);
});

test('so the residual network learns, and the plain one does not', async () => {
  const findings = await findingsOf(residualConnections);
  const last = (name: string) => line(findings, 'What each learns', name).at(-1)!;
  expect(last('plain')).toBeGreaterThan(Math.log(4) - 0.05);
  expect(last('with residual connections')).toBeLessThan(0.7);
});
