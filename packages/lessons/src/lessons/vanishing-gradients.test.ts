import { expect, test } from 'vitest';
import { findingsOf, line } from '../../test/findings.js';
import { vanishingGradients } from './vanishing-gradients.js';

test('under sigmoid next to nothing reaches the first layer, before and after some steps', async () => {
  const findings = await findingsOf(vanishingGradients);
  for (const chart of ['Gradients before the first step', 'Gradients after eight steps']) {
    const [sigmoid, tanh, relu] = ['sigmoid', 'tanh', 'ReLU'].map((name) => line(findings, chart, name));
    expect(sigmoid![0]!).toBeLessThan(relu![0]! / 1000);
    expect(sigmoid![0]!).toBeLessThan(tanh![0]! / 1000);
    expect(sigmoid![0]!).toBeLessThan(sigmoid!.at(-1)! / 1000);
    expect(relu![0]!).toBeGreaterThan(relu!.at(-1)! / 10);
    expect(tanh![0]!).toBeGreaterThan(tanh!.at(-1)! / 10);
  }
});

test('under sigmoid nothing is learned', async () => {
  const findings = await findingsOf(vanishingGradients);
  const last = (name: string) => line(findings, 'What each learns', name).at(-1)!;
  expect(last('sigmoid')).toBeGreaterThan(Math.log(4) - 0.05);
  expect(last('tanh')).toBeLessThan(0.5);
  expect(last('ReLU')).toBeLessThan(0.5);
});
