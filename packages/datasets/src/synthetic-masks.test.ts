import { ConfigError } from '@cnn/tensor';
import { expect, test } from 'vitest';
import { syntheticMasks } from './synthetic-masks.js';

const some = { trainCount: 60, testCount: 20, size: 32 };

test('images have masks of their size, and all classes occur', () => {
  const { train, test, source } = syntheticMasks(some);
  expect(train.x.shape).toEqual([60, 32, 32, 3]);
  expect(train.y.shape).toEqual([60, 32, 32]);
  expect(test.length).toBe(20);
  expect(source).toBe('built in');
  expect(train.classNames).toEqual(['background', 'disc', 'square', 'triangle', 'cross']);
  const shares = [0, 1, 2, 3, 4].map((c) => train.y.data.filter((v) => v === c).length / train.y.size);
  expect(shares[0]).toBeGreaterThan(0.6);
  for (const share of shares.slice(1)) expect(share).toBeGreaterThan(0.01);
});

test('an image depends on seed, split and index alone', () => {
  const { train, test } = syntheticMasks(some);
  const more = syntheticMasks({ ...some, trainCount: 70 });
  expect(more.train.take(60).x.data).toEqual(train.x.data);
  expect(more.train.take(60).y.data).toEqual(train.y.data);
  expect(test.x.rows(0, 1).data).not.toEqual(train.x.rows(0, 1).data);
  expect(syntheticMasks({ ...some, seed: 8 }).train.y.data).not.toEqual(train.y.data);
});

test('masks lie where the shapes are: their pixels differ from those around', () => {
  const { train } = syntheticMasks({ ...some, size: 64 });
  let inside = 0;
  let across = 0;
  let pairs = 0;
  for (let image = 0; image < train.length; image++) {
    const x = train.x.rows(image, image + 1).data;
    const y = train.y.rows(image, image + 1).data;
    const far = (a: number, b: number): number =>
      [0, 1, 2].reduce((sum, c) => sum + Math.abs(x[a * 3 + c]! - x[b * 3 + c]!), 0);
    for (let at = 2; at < 64 * 64 - 2; at++) {
      // Across an edge of the mask, and as far apart on one side of it.
      if (y[at - 1] !== 0 || y[at] === 0 || at % 64 < 4 || at % 64 > 59) continue;
      across += far(at - 2, at + 1);
      inside += far(at - 4, at - 2);
      pairs++;
    }
  }
  expect(pairs).toBeGreaterThan(500);
  expect(across / inside).toBeGreaterThan(2);
});

test.each([{ trainCount: 0 }, { testCount: 1.5 }, { size: 15 }])('%j is refused', (options) => {
  expect(() => syntheticMasks(options)).toThrow(ConfigError);
  expect(() => syntheticMasks(options)).toThrow(/syntheticMasks\(\) got (trainCount|testCount|size) [\d.]+;/);
});
