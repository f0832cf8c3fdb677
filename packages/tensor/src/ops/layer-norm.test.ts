import { expect, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { input } from '../graph.js';
import { randomStream } from '../rng.js';
import { sizeOf } from '../shape.js';
import { Tensor, tensor } from '../tensor.js';
import { layerNorm } from './layer-norm.js';

const seed = 45;
const epsilon = 1e-3;

test.each([[2], [1, 7], [5, 16], [2, 3, 10], [300, 33], [2, 9000]])(
  `x [%i, %i, %i] (seed ${seed})`,
  async (...axes) => {
    const shape = axes.filter((axis) => axis !== undefined);
    const stream = randomStream(seed, ...shape);
    const width = shape.at(-1)!;
    const x = randomTensor(stream, shape);
    const gamma = randomTensor(stream, [width]);
    const beta = randomTensor(stream, [width]);
    const options = { tolerance: 1e-5 };
    await checkOp(
      layerNorm,
      { x, gamma, beta },
      { epsilon },
      { ...options, gradients: ['x', 'gamma', 'beta'] },
    );
    await checkOp(
      layerNorm,
      { x, gamma: undefined, beta: undefined },
      { epsilon },
      { ...options, gradients: ['x'] },
    );
  },
);

test('means far from 0', async () => {
  const stream = randomStream(seed, 'far');
  const shape = [20, 64];
  const far = Float32Array.from({ length: sizeOf(shape) }, () => 1000 + stream.normal());
  // A mean that has been rounded to 24 bits is this far from the true one.
  await checkOp(layerNorm, { x: new Tensor('f32', shape, far) }, { epsilon }, { tolerance: 1e-4 });
});

test('rows with NaN or infinities become NaN, the others do not', async () => {
  const rows = [
    [1, 2, Number.NaN, 4, 5],
    [Infinity, 2, 3, 4, 5],
    [1, 2, 3, 4, -Infinity],
    [1, 2, 3, 4, 5],
    [3, 3, 3, 3, 3],
  ];
  await checkOp(layerNorm, { x: tensor(rows.flat(), [5, 5]) }, { epsilon });
});

test('gammas of another width are refused', () => {
  expect(() => layerNorm({ x: input('x', [2, 3]), gamma: input('gamma', [2]) }, { epsilon })).toThrow(
    "layerNorm got 'gamma' of shape [2]",
  );
});
