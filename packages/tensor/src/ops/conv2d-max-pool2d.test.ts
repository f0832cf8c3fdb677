import { describe, expect, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { ShapeError } from '../errors.js';
import { input } from '../graph.js';
import { randomStream } from '../rng.js';
import { Session } from '../session.js';
import { Tensor } from '../tensor.js';
import type { Conv2dWindow } from './conv2d-geometry.js';
import { conv2dMaxPool2d } from './conv2d-max-pool2d.js';

const seed = 31;

describe.each<Conv2dWindow>([
  { strides: [1, 1], padding: 'same' },
  { strides: [1, 1], padding: 'valid' },
  { strides: [2, 1], padding: 'same' },
  { strides: [1, 3], padding: [[2, 0], [1, 3]] }, // biome-ignore format: as it is written in messages
])('strides $strides, padding $padding', (window) => {
  // Odd and even results, fewer filters than a panel has, and more; the last three by Winograd at stride 1.
  test.each([
    [1, 7, 8, 1, 3, 3, 1],
    [2, 9, 11, 3, 3, 3, 5],
    [3, 8, 8, 3, 5, 5, 12],
    [2, 12, 9, 5, 1, 1, 8],
    [2, 13, 14, 16, 3, 3, 16],
    [1, 17, 10, 32, 3, 3, 20],
    [5, 16, 16, 32, 3, 3, 64],
  ])(`x [%i, %i, %i, %i], filters %i×%i, %i (seed ${seed})`, async (n, h, w, c, kh, kw, f) => {
    const stream = randomStream(seed, n!, h!, w!, c!, kh!, f!);
    const inputs = {
      x: randomTensor(stream, [n!, h!, w!, c!]),
      w: randomTensor(stream, [kh!, kw!, c!, f!]),
      bias: f! % 2 ? undefined : randomTensor(stream, [f!]),
    };
    // Winograd's rounding may pick another of two pixels that are all but equal.
    await checkOp(
      conv2dMaxPool2d,
      inputs,
      { ...window, activation: f! % 3 ? 'relu' : 'linear' },
      { tolerance: 2e-5 },
    );
  });
});

test('gradients go to the pixels that won', async () => {
  const stream = randomStream(seed, 'gradients');
  for (const activation of ['linear', 'relu'] as const) {
    const inputs = {
      x: randomTensor(stream, [2, 9, 8, 3]),
      w: randomTensor(stream, [3, 3, 3, 8]),
      bias: randomTensor(stream, [8]),
    };
    const attributes = { strides: [1, 1], padding: 'same', activation } as const;
    await checkOp(conv2dMaxPool2d, inputs, attributes, { gradients: ['x', 'w', 'bias'], tolerance: 1e-5 });
  }
});

test('NaN and infinities win as they do in max pooling', async () => {
  const stream = randomStream(seed, 'strange');
  const values = [1, 2, -1, 0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const x = new Tensor(
    'f32',
    [2, 6, 6, 1],
    Float32Array.from({ length: 72 }, () => values[stream.integer(7)]!),
  );
  const w = new Tensor(
    'f32',
    [1, 1, 1, 9],
    Float32Array.from({ length: 9 }, () => 1 + stream.integer(3)),
  );
  const window = { strides: [1, 1], padding: 'valid' } as const;
  await checkOp(conv2dMaxPool2d, { x, w }, window, { tolerance: 0 });
  await checkOp(conv2dMaxPool2d, { x, w }, { ...window, activation: 'relu' }, { tolerance: 0 });
});

// Eight filters and fewer, directly; in colour and in many channels, by Winograd.
test.each([
  [2, 9, 8, 5, 12],
  [2, 17, 20, 3, 24],
  [1, 14, 14, 16, 16],
])('the results are the same bits without winners: x [%i, %i, %i, %i], %i filters', async (n, h, w, c, f) => {
  const stream = randomStream(seed, 'winners', c!);
  const session = await Session.create({ threads: 2 });
  const values = { x: input('x', [n!, h!, w!, c!]), w: input('w', [3, 3, c!, f!]) };
  const { y, winner } = conv2dMaxPool2d(values, { strides: [1, 1], padding: 'same', activation: 'relu' });
  const x = randomTensor(stream, values.x.shape);
  x.data[3] = Number.NaN;
  x.data[x.data.length - 1] = Number.POSITIVE_INFINITY;
  const filters = randomTensor(stream, values.w.shape);
  const [without, together] = [{ y }, { y, winner }].map((outputs) => {
    const program = session.program();
    const executable = program.compile({ outputs });
    executable.write('x', x);
    executable.write('w', filters);
    executable.run();
    return new Uint8Array(executable.read('y').data.buffer);
  });
  await session.close();
  expect(without).toEqual(together);
});

test('images that become too small for a window are refused', () => {
  const tooSmall = { x: input('x', [1, 3, 3, 1]), w: input('w', [3, 3, 1, 1]) };
  expect(() => conv2dMaxPool2d(tooSmall, { strides: [1, 1], padding: 'valid' })).toThrow(ShapeError);
});
