import { describe, expect, test } from 'vitest';
import { philox, randomStream, streamKey } from './rng.js';

describe('philox', () => {
  // Known answers of the authors' Random123 library, kat_vectors, philox4x32-10.
  test('zeros', () => {
    const out = new Uint32Array(4);
    philox([0, 0], 0, 0, out);
    expect([...out]).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
  });
});

describe('randomStream', () => {
  test('the same seed and purpose give the same numbers, others do not', () => {
    const numbers = (...purpose: (string | number)[]) => {
      const stream = randomStream(1, ...purpose);
      return Array.from({ length: 8 }, () => stream.word());
    };
    expect(numbers('a', 1)).toEqual(numbers('a', 1));
    expect(numbers('a', 1)).not.toEqual(numbers('a', 2));
    expect(streamKey(1, 'a')).not.toEqual(streamKey(11, ''));
  });

  test('uniform and normal numbers have the moments they should', () => {
    const stream = randomStream(5, 'moments');
    const count = 40_000;
    let mean = 0;
    let square = 0;
    let uniform = 0;
    for (let i = 0; i < count; i++) {
      const x = stream.normal(2, 3);
      mean += x / count;
      square += (x * x) / count;
      uniform += stream.uniform(-1, 3) / count;
    }
    expect(mean).toBeCloseTo(2, 1);
    expect(Math.sqrt(square - mean * mean)).toBeCloseTo(3, 1);
    expect(uniform).toBeCloseTo(1, 1);
  });

  test('a shuffle keeps every item and moves most', () => {
    const order = randomStream(9, 'order').shuffle(Uint32Array.from({ length: 1000 }, (_, i) => i));
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    expect(order.filter((item, i) => item === i).length).toBeLessThan(10);
  });
});
