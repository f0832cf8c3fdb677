import { describe, expect, it } from 'vitest';
import { stepLine } from './live.js';

const step = {
  epoch: 2,
  step: 600,
  steps: 1250,
  loss: 1.0712,
  accuracy: 0.6213,
  imagesPerSecond: 4812,
  secondsLeft: 75,
};
const widths = Array.from({ length: 120 }, (_, n) => n + 8);

describe('stepLine', () => {
  it('shows everything where there is room', () => {
    expect(stepLine(step, 10, 0.5, 120)).toBe(
      'epoch 2/10  ━━━━━━━━━━━━━━━───────────────  loss 1.0712  acc 62.1 %  4,812 images/s  1:15 left  step  600/1250',
    );
  });

  it.each(widths)('fits into %i columns', (columns) => {
    expect(stepLine(step, 10, 0.5, columns).length).toBeLessThanOrEqual(columns);
  });

  it('lets the least important figures go first', () => {
    expect(stepLine(step, 10, 0.5, 50)).toMatch(/^epoch 2\/10 {2}━+─+ {2}loss 1\.0712 {2}acc 62\.1 %$/);
    expect(stepLine(step, 10, 0.5, 20)).toBe('epoch 2/10');
  });
});
