import { describe, expect, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { bundle, bundlePlaces } from '../bundle.js';
import { ConfigError } from '../errors.js';
import { input, variable } from '../graph.js';
import { randomStream } from '../rng.js';
import { constrainNonNegative, constrainNorm } from './constrain.js';

const seed = 42;
const parameters = randomTensor(randomStream(seed), [5000]);

describe.each([
  { shape: [70, 13], axes: [0] },
  { shape: [3, 3, 5, 66], axes: [0, 1, 2] },
  { shape: [20, 5], axes: [1] },
  { shape: [4, 9, 7], axes: [1] },
  { shape: [4, 9, 7], axes: [2, 1] },
  { shape: [11], axes: [0] },
])(`$shape along $axes (seed ${seed})`, ({ shape, axes }) => {
  test.each([
    { least: 0, most: 2, rate: 1 },
    { least: 1, most: 1, rate: 1 },
    { least: 4, most: 5, rate: 0.25 },
  ])('norms from $least to $most, rate $rate', async (bounds) => {
    await checkOp(constrainNorm, { parameters }, { origin: 160, shape, axes, ...bounds });
  });
});

test('no negative weight', () =>
  checkOp(constrainNonNegative, { parameters }, { origin: 16, shape: [30, 15] }, { tolerance: 0 }));

test('axes that are no neighbours, and places that are none', () => {
  const all = { parameters: input('parameters', [100]) };
  const bounds = { origin: 0, shape: [2, 3, 4], least: 0, most: 1, rate: 1 };
  for (const axes of [[], [0, 2], [3], [-1]])
    expect(() => constrainNorm(all, { ...bounds, axes })).toThrow(ConfigError);
  expect(() => constrainNonNegative(all, { origin: 90, shape: [11] })).toThrow('begins at 90');
});

test('members of a bundle begin on cache lines', () => {
  const members = [variable('a', [3]), variable('b', [4, 5]), variable('c', [])];
  expect([...bundlePlaces(bundle(members, 'parameters')).values()]).toEqual([0, 16, 48]);
});
