import { describe, expect, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { ShapeError } from '../errors.js';
import { input, variable } from '../graph.js';
import { makePlan } from '../plan.js';
import { type RandomStream, randomStream } from '../rng.js';
import type { Tensor } from '../tensor.js';
import { matMul } from './mat-mul.js';

const seed = 2026;

function operands(
  stream: RandomStream,
  [m, k, n]: readonly [number, number, number],
  transposeA: boolean,
  transposeB: boolean,
): { a: Tensor; b: Tensor } {
  return {
    a: randomTensor(stream, transposeA ? [k, m] : [m, k]),
    b: randomTensor(stream, transposeB ? [n, k] : [k, n]),
  };
}

describe.each([
  [false, false],
  [false, true],
  [true, false],
  [true, true],
])('transposeA %s, transposeB %s', (transposeA, transposeB) => {
  test.each([
    [1, 1, 1],
    [4, 3, 8],
    [5, 7, 9],
    [1, 40, 16],
    [3, 900, 10],
    [9, 33, 13],
    [70, 385, 24],
    [67, 130, 130],
  ] as const)(`%i×%i×%i (seed ${seed})`, async (m, k, n) => {
    const stream = randomStream(seed, m, k, n);
    const inputs = operands(stream, [m, k, n], transposeA, transposeB);
    const attributes = { transposeA, transposeB };
    await checkOp(matMul, inputs, attributes);
    const bias = randomTensor(stream, [n]);
    await checkOp(
      matMul,
      { ...inputs, bias },
      { ...attributes, activation: 'relu' },
      { gradients: ['a', 'b', 'bias'] },
    );
  });

  // In these the rows, the columns or the terms are cut.
  test.each([
    [2, 300, 1100],
    [12, 129, 700],
    [13, 2304, 20],
    [150, 600, 9],
    [300, 32, 140],
    [264, 1100, 72],
    [600, 300, 24],
    [900, 300, 1],
    [1, 700, 600],
  ] as const)(`%i×%i×%i with a bias (seed ${seed})`, async (m, k, n) => {
    const stream = randomStream(seed, m, k, n);
    const bias = randomTensor(stream, [n]);
    const inputs = { ...operands(stream, [m, k, n], transposeA, transposeB), bias };
    await checkOp(matMul, inputs, { transposeA, transposeB });
  });
});

test.each([
  [false, false],
  [false, true],
  [true, false],
  [true, true],
])('every small size, transposeA %s, transposeB %s', async (transposeA, transposeB) => {
  const stream = randomStream(seed, 'small');
  const attributes = { transposeA, transposeB, activation: 'relu' } as const;
  for (let m = 1; m <= 14; m++) {
    for (let n = 1; n <= 17; n++) {
      const k = 1 + ((m + n) % 9);
      const bias = (m + n) % 2 ? randomTensor(stream, [n]) : undefined;
      await checkOp(matMul, { ...operands(stream, [m, k, n], transposeA, transposeB), bias }, attributes);
    }
  }
});

test.each([false, true])('every number of rows beyond some tiles, transposeA %s', async (transposeA) => {
  const stream = randomStream(seed, 'rows');
  for (let m = 13; m <= 40; m++) {
    const inputs = operands(stream, [m, 30 + (m % 3), 11], transposeA, false);
    await checkOp(matMul, inputs, { transposeA, transposeB: false });
  }
});

test(`random sizes (seed ${seed})`, async () => {
  const stream = randomStream(seed, 'sizes');
  for (let round = 0; round < 12; round++) {
    const size = (): number => 1 + stream.integer(round < 8 ? 40 : 150);
    const attributes = { transposeA: stream.integer(2) === 1, transposeB: stream.integer(2) === 1 };
    const inputs = operands(stream, [size(), size(), size()], attributes.transposeA, attributes.transposeB);
    await checkOp(matMul, inputs, attributes, { gradients: ['a', 'b'] });
  }
});

test('a matrix is packed where that pays: beforehand if it can be, and else for more than a few rows', () => {
  const instructions = (m: number, transposeB: boolean, fixed: boolean): string[] => {
    const a = input('a', [m, 200]);
    const shape = transposeB ? [240, 200] : [200, 240];
    const y = matMul({ a, b: fixed ? variable('b', shape) : input('b', shape) }, { transposeB }).y;
    const plan = makePlan({ outputs: { y } }, { variant: 'relaxed', threads: 1, deterministic: false });
    return [...plan.preparation, ...plan.instructions].map(({ name }) => name);
  };
  expect(instructions(1, false, true)).toEqual(['gemvSums', 'gemmSums']);
  expect(instructions(12, false, false)).toEqual(['gemvSums', 'gemmSums']);
  expect(instructions(4, false, true)).toEqual(['packPanels', 'gemm']);
  expect(instructions(6, true, true)).toEqual(['gemvDots']);
  expect(instructions(13, false, false)).toEqual(['gemm']);
  expect(instructions(300, false, false)).toEqual(['packPanels', 'gemm']);
});

test('a value that is not a number, or infinite, reaches the outputs that depend on it', async () => {
  const stream = randomStream(seed, 'nan');
  const { a, b } = operands(stream, [6, 5, 11], false, false);
  a.data[7] = Number.NaN;
  a.data[28] = Number.POSITIVE_INFINITY;
  await checkOp(matMul, { a, b }, {});
  await checkOp(matMul, { a, b }, { activation: 'relu' });
});

test('matrices that do not fit are refused', () => {
  const a = input('a', [3, 4]);
  expect(() => matMul({ a, b: input('b', [5, 6]) }, {})).toThrow(ShapeError);
  expect(() => matMul({ a, b: input('b', [5, 6]) }, {})).toThrow(
    'cannot multiply [3, 4] by [5, 6]: the left matrix has 4 columns and the right one 5 rows',
  );
  expect(() => matMul({ a, b: input('b', [4, 6]) }, { transposeA: true })).toThrow('[3, 4] transposed');
  expect(() => matMul({ a, b: input('b', [4, 6, 1]) }, {})).toThrow('it needs the axes [k, n]');
  expect(() => matMul({ a, b: input('b', [4, 6]), bias: input('bias', [5]) }, {})).toThrow('must be [6]');
  expect(() => matMul({ a, b: input('b', [4, 6], 'i32') }, {})).toThrow('dtype i32');
});
