import { describe, expect, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { input } from '../graph.js';
import { randomStream } from '../rng.js';
import { biasAdd } from './bias.js';

const seed = 20;

describe.each([1, 3, 4, 5, 10, 32, 70, 1000])(`%i channels (seed ${seed})`, (channels) => {
  test.each([{ outer: [] }, { outer: [1] }, { outer: [7] }, { outer: [3, 5, 4] }, { outer: [1000] }])(
    'x $outer',
    async ({ outer }) => {
      const stream = randomStream(seed, ...outer, channels);
      const inputs = {
        x: randomTensor(stream, [...outer, channels]),
        bias: randomTensor(stream, [channels]),
      };
      await checkOp(biasAdd, inputs, undefined, { gradients: ['x', 'bias'] });
    },
  );
});

test('many rows are added up in groups', async () => {
  const x = randomTensor(randomStream(seed, 'rows'), [2, 100, 50, 3]);
  const bias = randomTensor(randomStream(seed, 'bias'), [3]);
  await checkOp(biasAdd, { x, bias }, undefined, { gradients: ['bias'] });
});

test('the bias has as many elements as x has channels', () => {
  expect(() => biasAdd({ x: input('x', [2, 3]), bias: input('bias', [2]) })).toThrow('it must be [3]');
});
