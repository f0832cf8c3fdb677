import { describe, expect, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { ShapeError } from '../errors.js';
import { constant, input } from '../graph.js';
import { interpret, toNdArray } from '../reference.js';
import { randomStream } from '../rng.js';
import { Tensor, tensor } from '../tensor.js';
import { add } from './add.js';
import { exp } from './exp.js';
import { identity } from './identity.js';
import { log } from './log.js';
import { chooseGrad, maximum, minimum } from './maximum.js';
import { multiply } from './multiply.js';
import { relu } from './relu.js';
import { scale } from './scale.js';
import { sigmoid } from './sigmoid.js';
import { subtract } from './subtract.js';
import { tanh } from './tanh.js';

const seed = 7;
const shapes = [[], [1], [3], [4], [5, 7], [2, 3, 5], [8193], [3, 8192]] as const;

describe.each(shapes.map((shape) => ({ shape })))(`shape $shape (seed ${seed})`, ({ shape }) => {
  const stream = randomStream(seed, ...shape);
  const x = randomTensor(stream, shape);
  const b = randomTensor(stream, shape);

  test.each([relu, sigmoid, tanh, exp])('$opName', async (op) => {
    await checkOp(op, { x }, undefined, { gradients: ['x'] });
  });

  test('log', async () => {
    const positive = randomTensor(stream, shape, { low: 0.1, high: 10 });
    await checkOp(log, { x: positive }, undefined, { gradients: ['x'] });
  });

  test('subtract, maximum, minimum', async () => {
    for (const op of [subtract, maximum, minimum])
      await checkOp(op, { a: x, b }, undefined, { gradients: ['a', 'b'] });
  });

  test('add, multiply, scale, identity', async () => {
    await checkOp(add, { a: x, b }, undefined, { gradients: ['a', 'b'] });
    await checkOp(multiply, { a: x, b }, undefined, { gradients: ['a', 'b'] });
    await checkOp(scale, { x }, -0.75, { gradients: ['x'] });
    await checkOp(identity, { x }, undefined, { gradients: ['x'] });
  });
});

test('identity copies any dtype', async () => {
  await checkOp(identity, { x: new Tensor('u8', [5], Uint8Array.of(1, 2, 3, 4, 255)) }, undefined);
  await checkOp(identity, { x: new Tensor('i32', [3], Int32Array.of(-1, 2, 1 << 30)) }, undefined);
});

test('NaN and infinities pass as IEEE has it', async () => {
  const x = tensor([Number.NaN, Infinity, -Infinity, -0, 0, 1, Number.NaN], [7]);
  for (const op of [relu, sigmoid, tanh, exp, log]) await checkOp(op, { x }, undefined);
  const b = tensor([1, -Infinity, 2, Infinity, Infinity, Number.NaN, 0], [7]);
  for (const op of [add, subtract, maximum, minimum]) {
    await checkOp(op, { a: x, b }, undefined);
    await checkOp(op, { a: b, b: x }, undefined);
  }
  await checkOp(multiply, { a: x, b }, undefined);
});

test('of equal elements the first gets the gradient', async () => {
  const a = tensor([1, 2, 3, 0, 5], [5]);
  const b = tensor([1, 3, 2, -0, 5], [5]);
  const dy = tensor([1, 2, 3, 4, 5], [5]);
  await checkOp(chooseGrad, { least: b, most: a, dy }, undefined, { tolerance: 0 });
  const inputs = { a: input('a', [5]), b: input('b', [5]) };
  const { chosen } = chooseGrad({ least: inputs.b, most: inputs.a, dy: constant(dy) });
  const feeds = new Map([
    [inputs.a, toNdArray(a)],
    [inputs.b, toNdArray(b)],
  ]);
  expect([...interpret([chosen], feeds)[0]!.data]).toEqual([1, 0, 3, 4, 5]);
});

test('inputs that do not fit are named', () => {
  const a = input('a', [2, 3]);
  expect(() => add({ a, b: input('b', [3, 2]) })).toThrow(ShapeError);
  expect(() => add({ a, b: input('b', [3, 2]) })).toThrow(
    "add got 'b' of shape [3, 2]; with this 'a' it must be [2, 3]",
  );
  expect(() => relu({ x: input('x', [2], 'u8') })).toThrow("'x' of dtype u8");
});
