import { describe, expect, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { input } from '../graph.js';
import { interpret } from '../reference.js';
import { randomStream } from '../rng.js';
import { tensor } from '../tensor.js';
import { elu, seluConstants } from './elu.js';
import { gelu, geluTanh } from './gelu.js';
import { hardSigmoid, hardSilu } from './hard-sigmoid.js';
import { leakyRelu } from './leaky-relu.js';
import { silu } from './silu.js';
import { softplus } from './softplus.js';

const seed = 43;

const cases = [
  { name: 'leakyRelu', op: leakyRelu, attributes: { negativeSlope: 0.3 } },
  { name: 'relu6', op: leakyRelu, attributes: { negativeSlope: 0, maxValue: 6 } },
  {
    name: 'ReLU with all corners',
    op: leakyRelu,
    attributes: { negativeSlope: -0.1, threshold: 0.5, maxValue: 2 },
  },
  { name: 'elu', op: elu, attributes: { alpha: 0.7 } },
  { name: 'selu', op: elu, attributes: seluConstants },
  { name: 'gelu', op: gelu, attributes: undefined },
  { name: 'geluTanh', op: geluTanh, attributes: undefined },
  { name: 'silu', op: silu, attributes: undefined },
  { name: 'hardSigmoid', op: hardSigmoid, attributes: undefined },
  { name: 'hardSilu', op: hardSilu, attributes: undefined },
  { name: 'softplus', op: softplus, attributes: undefined },
];

describe.each(cases)(`$name (seed ${seed})`, ({ op, attributes }) => {
  test.each([{ shape: [] }, { shape: [1] }, { shape: [5, 7] }, { shape: [8193] }])(
    'shape $shape',
    async ({ shape }) => {
      const x = randomTensor(randomStream(seed, ...shape), shape, { low: -8, high: 8 });
      await checkOp(op, { x }, attributes, { gradients: ['x'] });
    },
  );

  test('NaN, infinities and large numbers', async () => {
    const x = tensor([Number.NaN, Infinity, -Infinity, 1e30, -1e30, -0, 0, -90, 90], [9]);
    await checkOp(op, { x }, attributes);
  });

  test('slopes far out', async () => {
    const x = tensor([100, -100, 30, -30, 3, -3, 6, 1e-10, -1e-10], [9]);
    // Not compared with numeric differentiation, which steps over corners.
    await checkOp(gradientOf(op), { x, dy: tensor([1, 2, 3, 4, 5, 6, 7, 8, 9], [9]) }, attributes);
  });
});

function gradientOf(op: (typeof cases)[number]['op']) {
  const x = input('x', [1]);
  const { y } = op({ x }, {} as never);
  const { source } = op.grad!({ x, y }, y, {} as never).x!;
  if (source.kind !== 'node') throw new Error('A gradient comes from a node.');
  return source.node.op;
}

test('ReLU6 of −∞ is 0', () => {
  const x = input('x', [1]);
  const feeds = new Map([[x, { shape: x.shape, data: Float64Array.of(-Infinity) }]]);
  const [y] = interpret([leakyRelu({ x }, { negativeSlope: 0, maxValue: 6 }).y], feeds);
  expect([...y!.data]).toEqual([0]);
});

test('inputs that are no floats are refused', () => {
  expect(() => gelu({ x: input('x', [2], 'u8') })).toThrow("'x' of dtype u8");
});
