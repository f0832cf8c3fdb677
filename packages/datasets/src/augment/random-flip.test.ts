import { ConfigError } from '@cnn/tensor';
import { describe, expect, test } from 'vitest';
import { at, drawn, noise, transformed } from '../testing/image-batches.js';
import { randomFlip } from './random-flip.js';

describe.each(['u8', 'f32'] as const)('randomFlip of %s', (dtype) => {
  test.each([
    [6, 5, 3],
    [3, 8, 1],
    [1, 1, 4],
  ])('%i × %i × %i: each image as it was or mirrored, about as often', (height, width, channels) => {
    const x = noise([200, height, width, channels], dtype);
    const ways = {
      horizontal: [drawn(x, (n, row, column, c) => at(x, n, row, width - 1 - column, c))],
      vertical: [drawn(x, (n, row, column, c) => at(x, n, height - 1 - row, column, c))],
      horizontalAndVertical: [
        drawn(x, (n, row, column, c) => at(x, n, row, width - 1 - column, c)),
        drawn(x, (n, row, column, c) => at(x, n, height - 1 - row, column, c)),
        drawn(x, (n, row, column, c) => at(x, n, height - 1 - row, width - 1 - column, c)),
      ],
    };
    for (const [mode, mirrored] of Object.entries(ways) as [keyof typeof ways, (typeof x)[]][]) {
      const y = transformed(x, [randomFlip({ mode })]);
      const candidates = [x, ...mirrored];
      const counts = candidates.map(() => 0);
      for (let image = 0; image < 200; image++) {
        const got = y.rows(image, image + 1).data;
        const way = candidates.findIndex((each) => sameBytes(each.rows(image, image + 1).data, got));
        expect(way).toBeGreaterThanOrEqual(0);
        counts[way]!++;
      }
      if (height * width === 1) continue;
      // The deviation of a share of 200 is 3.5 % at most.
      for (const count of counts) expect(Math.abs(count / 200 - 1 / counts.length)).toBeLessThan(0.13);
    }
  });
});

test.each([
  ['horizontal', 2],
  ['vertical', 2],
  ['horizontalAndVertical', 4],
] as const)('%s: an image takes its %i ways in turn, one an epoch', (mode, ways) => {
  const x = noise([20, 4, 5, 3]);
  const epochs = Array.from({ length: 2 * ways }, (_, epoch) =>
    transformed(x, [randomFlip({ mode })], { epoch }),
  );
  for (let image = 0; image < 20; image++) {
    const seen = epochs.map((y) => String(y.rows(image, image + 1).data));
    expect(new Set(seen.slice(0, ways)).size).toBe(ways);
    expect(seen.slice(ways)).toEqual(seen.slice(0, ways));
  }
});

test('two flips of an image are drawn each for itself', () => {
  const x = noise([100, 3, 4, 1]);
  const once = transformed(x, [randomFlip()]);
  const twice = transformed(x, [randomFlip(), randomFlip({ mode: 'vertical' })]);
  const rows = (y: typeof x) => drawn(y, (n, row, column, c) => at(y, n, 2 - row, column, c));
  const [as, turned] = [once, rows(once)].map(
    (y) => Array.from({ length: 100 }, (_, n) => n).filter((n) => same(y, twice, n)).length,
  );
  expect(as! + turned!).toBe(100);
  expect(Math.abs(as! - 50)).toBeLessThan(20);
});

test('options that cannot be used are refused', () => {
  expect(() => randomFlip({ mode: 'sideways' as 'vertical' })).toThrow(ConfigError);
  expect(() => randomFlip({ mode: 'sideways' as 'vertical' })).toThrow(
    "The mode of randomFlip is 'sideways'; it can be 'horizontal', 'vertical', 'horizontalAndVertical'.",
  );
  expect(() => randomFlip({ modes: 'vertical' } as object)).toThrow("randomFlip has no option 'modes'");
});

function same(a: ReturnType<typeof noise>, b: typeof a, image: number): boolean {
  return sameBytes(a.rows(image, image + 1).data, b.rows(image, image + 1).data);
}

function sameBytes(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  return a.length === b.length && Array.prototype.every.call(a, (value, i) => value === b[i]);
}
