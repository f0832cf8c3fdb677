import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomTensor } from '../test/check-op.js';
import { input, type Value, variable } from './graph.js';
import { batchNorm } from './ops/batch-norm.js';
import { biasAdd } from './ops/bias.js';
import { conv2d } from './ops/conv2d.js';
import { depthwiseConv2d } from './ops/depthwise-conv2d.js';
import { matMul } from './ops/mat-mul.js';
import { maxPool2d } from './ops/max-pool2d.js';
import { relu } from './ops/relu.js';
import { makePlan, type Target } from './plan.js';
import { interpret, toNdArray } from './reference.js';
import { randomStream } from './rng.js';
import { Session } from './session.js';

const target: Target = { variant: 'simd', threads: 1, deterministic: false };
const window = { strides: [1, 1], padding: 'same' } as const;

const parameters = {
  w: variable('w', [3, 3, 5, 8]),
  depthwise: variable('depthwise', [3, 3, 4, 2]),
  matrix: variable('matrix', [6, 8]),
  bias: variable('bias', [8]),
  mean: variable('mean', [8]),
  variance: variable('variance', [8]),
  gamma: variable('gamma', [8]),
  beta: variable('beta', [8]),
};

function normalised(x: Value, { all = true } = {}): Value {
  const { mean, variance, gamma, beta } = parameters;
  const scale = all ? { gamma, beta } : {};
  return batchNorm({ x, mean, variance, ...scale }, { epsilon: 1e-3, statistics: 'given' }).y;
}

const images = input('images', [2, 6, 6, 5]);
const four = input('four', [2, 6, 6, 4]);
const rows = input('rows', [3, 6]);
const convolved = conv2d({ x: images, w: parameters.w }, window).y;
const biased = biasAdd({ x: convolved, bias: parameters.bias }).y;
const half = { poolSize: [2, 2], strides: [2, 2], padding: 'valid' } as const;

const foldable: Record<string, [Value, string[]]> = {
  'a convolution': [normalised(convolved, { all: false }), ['conv2d']],
  'a convolution with a bias, and a ReLU after it': [relu({ x: normalised(biased) }).y, ['conv2d']],
  'what is pooled afterwards': [maxPool2d({ x: relu({ x: normalised(biased) }).y }, half).y, ['conv2d']],
  'a depthwise convolution': [
    normalised(depthwiseConv2d({ x: four, w: parameters.depthwise, bias: parameters.bias }, window).y),
    ['repeatChannels', 'depthwiseConv2d'],
  ],
  'a product': [normalised(matMul({ a: rows, b: parameters.matrix }, {}).y), ['gemvSums']],
};

let session: Session;
beforeAll(async () => {
  session = await Session.create({ threads: 1 });
});
afterAll(() => session.close());

describe.each(Object.entries(foldable))('%s', (_, [y, instructions]) => {
  test('takes the normalisation in', () => {
    const plan = makePlan({ outputs: { y } }, target);
    expect(plan.instructions.map(({ name }) => name)).toEqual(instructions);
  });

  test('and computes the same', () => {
    const stream = randomStream(8, 'normalisation');
    const program = session.program();
    const executable = program.compile({ outputs: { y } });
    const feeds = new Map(
      [...Object.values(parameters), images, four, rows].map((value) => {
        const range = value === parameters.variance ? { low: 0.1, high: 3 } : undefined;
        return [value, randomTensor(stream, value.shape, range)] as const;
      }),
    );
    for (const [value, contents] of feeds) {
      if (value.source.kind === 'variable') program.write(value, contents);
      else if (value.source.kind === 'input' && executable.hasInput(value.source.name))
        executable.write(value.source.name, contents);
    }
    executable.run();
    const expected = interpret([y], new Map([...feeds].map(([v, t]) => [v, toNdArray(t)])))[0]!;
    const largest = Math.max(...expected.data.map(Math.abs));
    executable.read('y').data.forEach((value, i) => {
      expect(Math.abs(value - expected.data[i]!)).toBeLessThan(1e-5 * largest);
    });
    program.release();
  });
});

test('what is added to a residual is not folded into a bias', () => {
  const { mean, variance } = parameters;
  const residual = variable('residual', convolved.shape);
  const { y } = batchNorm({ x: convolved, mean, variance, residual }, { epsilon: 1e-3, statistics: 'given' });
  const plan = makePlan({ outputs: { y } }, target);
  expect(plan.instructions.map(({ name }) => name)).toContain('batchNorm');
});

test('what is used otherwise as well stays as it is', () => {
  const plan = makePlan({ outputs: { convolved, y: normalised(convolved) } }, target);
  expect(plan.instructions.map(({ name }) => name)).toContain('batchNorm');
});
