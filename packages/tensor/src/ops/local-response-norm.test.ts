import { expect, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { ConfigError } from '../errors.js';
import { input } from '../graph.js';
import { randomStream } from '../rng.js';
import { tensor } from '../tensor.js';
import { localResponseNorm } from './local-response-norm.js';

const seed = 47;
const alexNet = { depthRadius: 2, bias: 2, alpha: 1e-4, beta: 0.75 };

test.each([[1], [7], [3, 16], [2, 5, 5, 10], [1, 9, 9, 96], [400, 33]])(
  `x [%i, %i, %i, %i] (seed ${seed})`,
  async (...axes) => {
    const shape = axes.filter((axis) => axis !== undefined);
    const x = randomTensor(randomStream(seed, ...shape), shape);
    const attributes = [
      alexNet,
      { depthRadius: 5, bias: 1, alpha: 1, beta: 0.5 },
      { depthRadius: 1, bias: 0.5, alpha: 0.3, beta: 1.3 },
      { depthRadius: 0, bias: 1, alpha: 1, beta: -0.5 },
    ];
    for (const each of attributes) await checkOp(localResponseNorm, { x }, each, { gradients: ['x'] });
  },
);

test('NaN and infinities spread to their neighbours', async () => {
  const x = tensor([1, 2, 3, Number.NaN, 5, 6, 7, 8, 9, Infinity, 11, 12], [1, 12]);
  await checkOp(localResponseNorm, { x }, { ...alexNet, depthRadius: 1 });
});

test('attributes with which a power of 0 could be taken are refused', () => {
  const x = input('x', [2, 3]);
  expect(() => localResponseNorm({ x }, { ...alexNet, bias: 0 })).toThrow(ConfigError);
  expect(() => localResponseNorm({ x }, { ...alexNet, alpha: -1 })).toThrow(ConfigError);
  expect(() => localResponseNorm({ x }, { ...alexNet, depthRadius: 1.5 })).toThrow(
    'whole number of channels',
  );
});
