import { expect, test } from 'vitest';
import { findingsOf, line, row } from '../../test/findings.js';
import { initialization } from './initialization.js';

test('features keep their size from the start of He, and fade or grow from smaller or larger ones', async () => {
  const findings = await findingsOf(initialization);
  const growth = (name: string) => {
    const sizes = line(findings, 'Size of the features, layer by layer', name);
    return sizes.at(-1)! / sizes[0]!;
  };
  expect(growth('He')).toBeGreaterThan(1 / 5);
  expect(growth('He')).toBeLessThan(5);
  expect(growth('He, halved')).toBeLessThan(1e-3);
  expect(growth('Glorot')).toBeLessThan(0.1);
  expect(growth('He, doubled')).toBeGreaterThan(1e3);
});

test('what starts at the right size learns; what starts at zero or too small does not', async () => {
  const findings = await findingsOf(initialization);
  const accuracy = (name: string) => row(findings, 'What is learned from each', name).at(-1)!;
  expect(accuracy('He')).toBeGreaterThan(0.9);
  expect(accuracy('zeros')).toBeLessThan(0.3);
  expect(accuracy('He, halved')).toBeLessThan(0.3);
});
