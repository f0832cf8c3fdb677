import { createHash } from 'node:crypto';
import { ConfigError } from '@cnn/tensor';
import { expect, test } from 'vitest';
import { synthetic } from './synthetic.js';

const small = synthetic({ trainCount: 200, testCount: 50 });

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}

test('a seed always draws the same bytes', () => {
  expect(hash(small.train.x.data)).toBe('fe2de712e81b975b');
  expect(hash(small.test.x.data)).toBe('d3fad0f5dc7e2429');
  expect(small.source).toBe('built in');
});

test('an image depends on its index, not on the counts', () => {
  const { train, test } = synthetic({ trainCount: 20, testCount: 1 });
  expect(train.x.data).toEqual(small.train.take(20).x.data);
  expect(test.x.data).toEqual(small.test.take(1).x.data);
});

test('seeds and splits differ', () => {
  const other = synthetic({ seed: 8, trainCount: 50, testCount: 1 });
  expect(hash(other.train.x.data)).not.toBe(hash(small.train.take(50).x.data));
  expect(hash(small.test.x.data)).not.toBe(hash(small.train.take(50).x.data));
});

test('ten classes, equally often', () => {
  expect(new Set(small.train.classNames).size).toBe(10);
  expect(small.train.x.shape).toEqual([200, 32, 32, 3]);
  const counts = new Array<number>(10).fill(0);
  for (const label of small.train.y.data) counts[label]!++;
  expect(counts).toEqual(new Array(10).fill(20));
});

test('the size of images can be chosen', () => {
  expect(synthetic({ trainCount: 1, testCount: 1, size: 48 }).train.x.shape).toEqual([1, 48, 48, 3]);
});

test.each([
  { option: 'trainCount', value: 0, least: 1 },
  { option: 'testCount', value: 2.5, least: 1 },
  { option: 'size', value: 4, least: 8 },
])('$option $value is refused', ({ option, value, least }) => {
  expect(() => synthetic({ [option]: value })).toThrow(ConfigError);
  expect(() => synthetic({ [option]: value })).toThrow(
    `synthetic() got ${option} ${value}; expected a whole number, ${least} or larger. Pass such a number, or leave the option out.`,
  );
});
