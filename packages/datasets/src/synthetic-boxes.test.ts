import { ConfigError } from '@cnn/tensor';
import { expect, test } from 'vitest';
import { syntheticBoxes } from './synthetic-boxes.js';

const some = { trainCount: 60, testCount: 20, size: 48 };

test('images have one to four objects of all classes, apart from each other', () => {
  const { train, test, source } = syntheticBoxes(some);
  expect(train.x.shape).toEqual([60, 48, 48, 3]);
  expect(test.length).toBe(20);
  expect(source).toBe('built in');
  const counts = train.objects.map(({ length }) => length);
  expect(Math.min(...counts)).toBe(1);
  expect(Math.max(...counts)).toBe(4);
  expect(new Set(train.objects.flat().map(({ label }) => label)).size).toBe(train.classNames.length);
  for (const list of train.objects) {
    for (const [i, a] of list.entries()) {
      for (const b of list.slice(i + 1)) {
        expect(a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).toBe(false);
      }
    }
  }
});

test('an image depends on seed, split and index alone', () => {
  const { train, test } = syntheticBoxes(some);
  const more = syntheticBoxes({ ...some, trainCount: 70 });
  expect(more.train.take(60).x.data).toEqual(train.x.data);
  expect(more.train.take(60).objects).toEqual(train.objects);
  expect(test.objects[0]).not.toEqual(train.objects[0]);
  expect(syntheticBoxes({ ...some, seed: 8 }).train.objects).not.toEqual(train.objects);
});

test('boxes fit: pixels on both sides of an edge differ more than pixels outside', () => {
  const { train } = syntheticBoxes({ ...some, size: 64 });
  let across = 0;
  let outside = 0;
  for (const [image, list] of train.objects.entries()) {
    const x = train.x.rows(image, image + 1).data;
    const far = (a: number, b: number): number =>
      [0, 1, 2].reduce((sum, c) => sum + Math.abs(x[a * 3 + c]! - x[b * 3 + c]!), 0);
    for (const { left, top, right, bottom } of list) {
      const row = Math.floor(((top + bottom) / 2) * 64);
      // Every shape touches the left edge of its box somewhere; a disc and a square do so in the middle.
      const column = Math.round(left * 64);
      if (column < 5 || right - left < 0.2) continue;
      across += far(row * 64 + column - 2, row * 64 + column + 3);
      outside += far(row * 64 + column - 5, row * 64 + column - 2);
    }
  }
  expect(across / outside).toBeGreaterThan(1.5);
});

test.each([{ trainCount: 0 }, { testCount: 1.5 }, { size: 31 }])('%j is refused', (options) => {
  expect(() => syntheticBoxes(options)).toThrow(ConfigError);
  expect(() => syntheticBoxes(options)).toThrow(/syntheticBoxes\(\) got (trainCount|testCount|size) [\d.]+;/);
});
