import { describe, expect, it } from 'vitest';
import { type Limit, roofOf } from './roofline.ts';

const limits: Limit[] = [
  { task: { kind: 'multiplyAdd', steps: 1 }, speed: 50 },
  { task: { kind: 'memory', bytes: 1000, passes: 1 }, speed: 100 },
  { task: { kind: 'memory', bytes: 10_000, passes: 1 }, speed: 20 },
];

describe('roofOf', () => {
  it('is the speed of the memory that the work fits into', () => {
    const roof = (bytes: number) => roofOf({ unit: 'GB/s', amount: 1, flops: 0, bytes }, limits);
    expect([100, 1000, 1001, 1e6].map(roof)).toEqual([100, 100, 20, 20]);
  });

  it('is what memory can bring to arithmetic, and at most what arithmetic can do', () => {
    const roof = (flops: number) => roofOf({ unit: 'GFLOP/s', amount: 1, flops, bytes: 5000 }, limits);
    expect(roof(5000)).toBe(20);
    expect(roof(100 * 5000)).toBe(50);
  });

  it('is unknown without limits', () => {
    expect(roofOf({ unit: 'GB/s', amount: 1, flops: 0, bytes: 1 }, [])).toBeUndefined();
  });
});
