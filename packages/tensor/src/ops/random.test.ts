import { expect, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { ConfigError } from '../errors.js';
import { input } from '../graph.js';
import { interpret, toNdArray } from '../reference.js';
import { randomStream, streamKey } from '../rng.js';
import { sizeOf } from '../shape.js';
import { Tensor } from '../tensor.js';
import { gaussianNoise } from './gaussian-noise.js';
import { spatialDropout } from './spatial-dropout.js';

const seed = 48;
const keyOf = (...purpose: (string | number)[]): Tensor<'i32'> =>
  new Tensor('i32', [2], Int32Array.from(streamKey(seed, ...purpose)));

test.each([{ shape: [3, 5] }, { shape: [5, 4, 3, 7] }, { shape: [2, 40, 41, 64] }, { shape: [9, 2, 2, 33] }])(
  `spatialDropout of $shape (seed ${seed})`,
  async ({ shape }) => {
    const x = randomTensor(randomStream(seed, ...shape), shape);
    for (const rate of [0, 0.3, 1 - 2 ** -40]) {
      const attributes = { rate, salt: 0xdeadbeef };
      await checkOp(spatialDropout, { x, key: keyOf(rate) }, attributes, { gradients: ['x'] });
    }
  },
);

test('spatialDropout drops whole channels of samples, and its share of them', async () => {
  const shape = [40, 3, 3, 50];
  const x = new Tensor('f32', shape, new Float32Array(sizeOf(shape)).fill(Number.NaN));
  await checkOp(spatialDropout, { x, key: keyOf('NaN') }, { rate: 0.3, salt: 1 });
  const value = input('x', shape);
  const key = input('key', [2], 'i32');
  const ones = { shape, data: new Float64Array(sizeOf(shape)).fill(1) };
  const feeds = new Map([
    [value, ones],
    [key, toNdArray(keyOf('share'))],
  ]);
  const [y] = interpret([spatialDropout({ x: value, key }, { rate: 0.3, salt: 1 }).y], feeds);
  let dropped = 0;
  for (let sample = 0; sample < 40; sample++) {
    for (let channel = 0; channel < 50; channel++) {
      const of = Array.from({ length: 9 }, (_, pixel) => y!.data[(sample * 9 + pixel) * 50 + channel]!);
      expect(new Set(of).size).toBe(1);
      if (of[0] === 0) dropped++;
    }
  }
  // Five standard deviations of a share of 2,000 are 0.051.
  expect(Math.abs(dropped / 2000 - 0.3)).toBeLessThan(0.051);
});

test.each([{ shape: [1] }, { shape: [4] }, { shape: [7] }, { shape: [3, 21] }, { shape: [8192 + 13] }])(
  `gaussianNoise on $shape (seed ${seed})`,
  async ({ shape }) => {
    const x = randomTensor(randomStream(seed, ...shape), shape);
    for (const deviation of [0, 0.5]) {
      await checkOp(
        gaussianNoise,
        { x, key: keyOf(deviation) },
        { deviation, salt: 7 },
        { gradients: ['x'] },
      );
    }
  },
);

test('noise has the moments of the normal distribution, and neighbours have nothing to do with each other', async () => {
  const count = 50_000;
  const x = input('x', [count]);
  const key = input('key', [2], 'i32');
  const feeds = new Map([
    [x, { shape: [count], data: new Float64Array(count) }],
    [key, toNdArray(keyOf('moments'))],
  ]);
  const [noise] = interpret([gaussianNoise({ x, key }, { deviation: 1, salt: 3 }).y], feeds);
  const mean = (of: (i: number) => number): number => {
    let sum = 0;
    for (let i = 0; i < count - 8; i++) sum += of(i);
    return sum / (count - 8);
  };
  const n = noise!.data;
  // Five standard deviations of each mean: 1, √2, √15 and √96 over √50,000.
  expect(Math.abs(mean((i) => n[i]!))).toBeLessThan(0.0224);
  expect(Math.abs(mean((i) => n[i]! ** 2) - 1)).toBeLessThan(0.0317);
  expect(Math.abs(mean((i) => n[i]! ** 3))).toBeLessThan(0.0867);
  expect(Math.abs(mean((i) => n[i]! ** 4) - 3)).toBeLessThan(0.22);
  for (const lag of [1, 4, 8]) expect(Math.abs(mean((i) => n[i]! * n[i + lag]!))).toBeLessThan(0.0224);
});

test('rates and deviations that mean nothing', () => {
  const inputs = { x: input('x', [4, 2]), key: input('key', [2], 'i32') };
  expect(() => spatialDropout(inputs, { rate: 1, salt: 0 })).toThrow('less than 1');
  expect(() => spatialDropout({ ...inputs, x: input('x', [4]) }, { rate: 0.1, salt: 0 })).toThrow('channels');
  expect(() => gaussianNoise(inputs, { deviation: -1, salt: 0 })).toThrow(ConfigError);
  expect(() =>
    gaussianNoise({ ...inputs, key: input('key', [3], 'i32') }, { deviation: 1, salt: 0 }),
  ).toThrow('a key is two 32-bit words');
});
