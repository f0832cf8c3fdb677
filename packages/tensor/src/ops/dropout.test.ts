import { expect, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { ConfigError } from '../errors.js';
import { input } from '../graph.js';
import { randomStream, streamKey } from '../rng.js';
import { Session } from '../session.js';
import { Tensor, tensor } from '../tensor.js';
import { dropout } from './dropout.js';

const seed = 23;
const keyOf = (...purpose: (string | number)[]): Tensor<'i32'> =>
  new Tensor('i32', [2], Int32Array.from(streamKey(seed, ...purpose)));

test.each([
  { shape: [1] },
  { shape: [17] },
  { shape: [3, 21] },
  { shape: [8192 + 5] },
  { shape: [2, 64, 100] },
])(`shape $shape (seed ${seed})`, async ({ shape }) => {
  const x = randomTensor(randomStream(seed, ...shape), shape);
  for (const rate of [0, 0.25, 0.5, 1 - 2 ** -40]) {
    await checkOp(dropout, { x, key: keyOf(rate) }, { rate, salt: 0xdeadbeef }, { gradients: ['x'] });
  }
});

test('what is dropped is 0, even if it was NaN', async () => {
  const x = tensor(new Float32Array(64).fill(Number.NaN), [64]);
  await checkOp(dropout, { x, key: keyOf('NaN') }, { rate: 0.5, salt: 1 });
});

test('the fraction that is dropped, and other elements under another key or salt', async () => {
  const size = 100_000;
  const session = await Session.create();
  const x = input('x', [size]);
  const key = input('key', [2], 'i32');
  const outputs = {
    first: dropout({ x, key }, { rate: 0.3, salt: 1 }).y,
    second: dropout({ x, key }, { rate: 0.3, salt: 2 }).y,
  };
  const run = session.program().compile({ outputs });
  const masks = (): boolean[][] =>
    ['first', 'second'].map((name) => [...run.read(name).data].map((y) => y === 0));
  run.write('x', tensor(new Float32Array(size).fill(1), [size]));
  run.write('key', keyOf('step', 1));
  run.run();
  const [first, second] = masks() as [boolean[], boolean[]];
  run.write('x', tensor(new Float32Array(size).fill(1), [size]));
  run.write('key', keyOf('step', 2));
  run.run();
  const [later] = masks() as [boolean[]];
  const fraction = (of: (i: number) => boolean): number => first.filter((_, i) => of(i)).length / size;
  // Five standard deviations of a mean of 100,000 are 0.0072.
  expect(Math.abs(fraction((i) => first[i]!) - 0.3)).toBeLessThan(0.0072);
  expect(Math.abs(fraction((i) => first[i]! && second[i]!) - 0.09)).toBeLessThan(0.0072);
  expect(Math.abs(fraction((i) => first[i]! && later[i]!) - 0.09)).toBeLessThan(0.0072);
  await session.close();
});

test('rates outside 0 … 1', () => {
  const inputs = { x: input('x', [4]), key: input('key', [2], 'i32') };
  expect(() => dropout(inputs, { rate: 1, salt: 0 })).toThrow(ConfigError);
  expect(() => dropout(inputs, { rate: -0.1, salt: 0 })).toThrow('less than 1');
  expect(() => dropout(inputs, { rate: Number.NaN, salt: 0 })).toThrow(ConfigError);
});
