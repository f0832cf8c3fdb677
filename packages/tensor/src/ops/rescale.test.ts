import { describe, expect, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { input } from '../graph.js';
import { randomStream } from '../rng.js';
import { sizeOf } from '../shape.js';
import { Tensor, tensor } from '../tensor.js';
import { rescale } from './rescale.js';

const seed = 21;

describe.each([1, 3, 4, 5, 16, 70])(`%i channels (seed ${seed})`, (channels) => {
  test.each([{ outer: [] }, { outer: [2] }, { outer: [2, 5, 7] }, { outer: [3000] }])(
    'x $outer',
    async ({ outer }) => {
      const shape = [...outer, channels];
      const stream = randomStream(seed, ...shape);
      const scale = randomTensor(stream, [channels]);
      const offset = randomTensor(stream, [channels]);
      const bytes = new Tensor(
        'u8',
        shape,
        Uint8Array.from({ length: sizeOf(shape) }, () => stream.integer(256)),
      );
      await checkOp(rescale, { x: bytes, scale, offset }, undefined);
      await checkOp(
        rescale,
        { x: bytes, scale: tensor([1 / 255], [1]), offset: tensor([0], [1]) },
        undefined,
      );
      const x = randomTensor(stream, shape);
      await checkOp(rescale, { x, scale, offset: tensor([0.5], [1]) }, undefined, { gradients: ['x'] });
    },
  );
});

test('scales for other channels are refused', () => {
  const x = input('x', [2, 3], 'u8');
  const one = input('one', [1]);
  expect(() => rescale({ x, scale: input('scale', [2]), offset: one })).toThrow('x has 3 channels');
});
