import { ConfigError } from '@cnn/tensor';
import { describe, expect, test } from 'vitest';
import { at, noise, transformed } from '../testing/image-batches.js';
import { cutmix } from './cutmix.js';
import { mixup } from './mixup.js';
import type { Transform } from './transforms.js';

const COUNT = 40;
const [HEIGHT, WIDTH] = [6, 5];

/** Each image a class of its own, so that labels tell who was mixed with whom. */
function mixed(transform: Transform, dtype: 'u8' | 'f32') {
  const x = noise([COUNT, HEIGHT, WIDTH, 3], dtype);
  const y = new Float32Array(COUNT * COUNT);
  for (let image = 0; image < COUNT; image++) y[image * COUNT + image] = 1;
  const images = transformed(x, [transform], { y });
  const pairs = Array.from({ length: COUNT }, (_, image) => {
    const row = [...y.subarray(image * COUNT, image * COUNT + COUNT)];
    expect(row.every((share) => share >= 0 && share <= 1)).toBe(true);
    expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
    const others = row.flatMap((share, label) => (share > 0 && label !== image ? [label] : []));
    expect(others.length).toBeLessThanOrEqual(1);
    return { share: row[image]!, other: others[0] ?? image };
  });
  return { x, images, pairs };
}

describe.each(['u8', 'f32'] as const)('of %s', (dtype) => {
  test('mixup: each image is the mixture that its labels say', () => {
    const { x, images, pairs } = mixed(mixup({ alpha: 1 }), dtype);
    const size = HEIGHT * WIDTH * 3;
    pairs.forEach(({ share, other }, image) => {
      for (let i = 0; i < size; i++) {
        const expected = x.data[image * size + i]! * share + x.data[other * size + i]! * (1 - share);
        expect(Math.abs(images.data[image * size + i]! - expected)).toBeLessThan(
          dtype === 'u8' ? 0.501 : 1e-5,
        );
      }
    });
    expect(new Set(pairs.map(({ other }) => other)).size).toBeGreaterThan(COUNT * 0.8);
    expect(Math.abs(pairs.reduce((sum, { share }) => sum + share, 0) / COUNT - 0.5)).toBeLessThan(0.2);
  });

  test('cutmix: a box of each image is that of another, and labels say how much of it', () => {
    const { x, images, pairs } = mixed(cutmix(), dtype);
    const areas = pairs.map(({ share, other }, image) => {
      const pasted: [number, number][] = [];
      for (let row = 0; row < HEIGHT; row++) {
        for (let column = 0; column < WIDTH; column++) {
          const from = (n: number): boolean =>
            [0, 1, 2].every((c) => at(images, image, row, column, c) === at(x, n, row, column, c));
          expect(from(image) || from(other)).toBe(true);
          if (!from(image)) pasted.push([row, column]);
        }
      }
      if (other !== image) expect(pasted.length).toBe(Math.round((1 - share) * HEIGHT * WIDTH));
      const extent = (axis: 0 | 1): number => {
        const places = pasted.map((place) => place[axis]);
        return Math.max(...places) - Math.min(...places) + 1;
      };
      if (pasted.length > 0) expect(pasted.length).toBe(extent(0) * extent(1));
      return pasted.length;
    });
    expect(new Set(areas).size).toBeGreaterThan(6);
  });
});

test('who is mixed with whom depends on the batch', () => {
  const x = noise([COUNT, 4, 4, 1]);
  const run = (batch: number) => transformed(x, [mixup()], { batch, y: new Float32Array(COUNT) });
  expect(run(1)).toEqual(run(1));
  expect(run(1)).not.toEqual(run(2));
});

test('options that cannot be used are refused', () => {
  expect(() => mixup({ alpha: 0 })).toThrow(ConfigError);
  expect(() => mixup({ alpha: 0 })).toThrow('The alpha of mixup is 0; it must be a number greater than 0');
  expect(() => cutmix({ alpha: Number.NaN })).toThrow('The alpha of cutmix');
});
