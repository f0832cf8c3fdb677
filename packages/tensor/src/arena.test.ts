import { describe, expect, test } from 'vitest';
import { ALIGNMENT, arrange, type Lifetime } from './arena.js';
import { randomStream } from './rng.js';

describe('arrange', () => {
  test('buffers that are never needed together share memory', () => {
    const { offsets, bytes } = arrange(
      new Map([
        ['a', { bytes: 640, first: 0, last: 1 }],
        ['b', { bytes: 640, first: 2, last: 3 }],
      ]),
    );
    expect(bytes).toBe(640);
    expect(offsets.get('a')).toBe(offsets.get('b'));
  });

  test('a buffer read in the step in which another is written keeps its place', () => {
    const { offsets } = arrange(
      new Map([
        ['read', { bytes: 64, first: 0, last: 1 }],
        ['written', { bytes: 64, first: 1, last: 2 }],
      ]),
    );
    expect(offsets.get('read')).not.toBe(offsets.get('written'));
  });

  test('random lifetimes: no two living buffers overlap, all begin on cache lines', () => {
    const stream = randomStream(3, 'lifetimes');
    const lifetimes = new Map<number, Lifetime>();
    for (let key = 0; key < 300; key++) {
      const first = stream.integer(50);
      lifetimes.set(key, { bytes: stream.integer(5000), first, last: first + stream.integer(10) });
    }
    const { offsets, bytes } = arrange(lifetimes);
    for (const [key, life] of lifetimes) {
      const begin = offsets.get(key)!;
      expect(begin % ALIGNMENT).toBe(0);
      expect(begin + life.bytes).toBeLessThanOrEqual(bytes);
      for (const [other, otherLife] of lifetimes) {
        if (other <= key || otherLife.last < life.first || life.last < otherLife.first) continue;
        const otherBegin = offsets.get(other)!;
        expect(begin + life.bytes <= otherBegin || otherBegin + otherLife.bytes <= begin).toBe(true);
      }
    }
  });
});
