import { Session } from '@cnn/tensor';
import { afterAll, expect, test } from 'vitest';
import { linear, plane } from '../../test/toys.js';
import { compile } from '../compile.js';
import { adam } from './adam.js';
import type { BaseOptions } from './base-optimizer.js';
import type { Optimizer } from './optimizer.js';
import { sgd } from './sgd.js';
import { isDecayed } from './weight-decay.js';

const session = await Session.create({ threads: 1 });
afterAll(() => session.close());

const SAMPLES = 16;
const data = plane(SAMPLES);

/** Both weights of the kernel, and the bias. */
type Weights = readonly number[];

const weightsOf = (model: ReturnType<typeof linear>): number[] =>
  model.getWeights().flatMap((weight) => [...weight.data]);

/** Of the mean of (w₀a + w₁b + w₂ − y)² over the samples, with regard to w. */
function gradientsAt(w: Weights): number[] {
  const sums = [0, 0, 0];
  for (let i = 0; i < SAMPLES; i++) {
    const inputs = [data.x.data[2 * i]!, data.x.data[2 * i + 1]!, 1];
    const error = inputs.reduce((sum, x, k) => sum + w[k]! * x, 0) - data.y.data[i]!;
    inputs.forEach((x, k) => {
      sums[k]! += (2 * error * x) / SAMPLES;
    });
  }
  return sums;
}

async function trained(optimizer: Optimizer, epochs = 3): Promise<number[]> {
  const model = linear();
  const trainer = await compile(model, { optimizer, loss: 'meanSquaredError', session });
  await trainer.fit(data, { epochs, batchSize: SAMPLES, shuffle: false });
  await trainer.close();
  return weightsOf(model);
}

/** What three steps with a rate of 0.1 make of the weights. */
function afterSteps(step: (w: Weights, gradients: number[]) => number[]): number[] {
  let w = weightsOf(linear());
  for (let i = 0; i < 3; i++) w = step(w, gradientsAt(w));
  return w;
}

function expectClose(given: Weights, expected: Weights): void {
  expect(given).toHaveLength(expected.length);
  given.forEach((weight, k) => {
    expect(weight).toBeCloseTo(expected[k]!, 5);
  });
}

const kernelOnly = [1, 1, 0];

test('decoupled decay takes its share of the kernel, not of the bias', async () => {
  const expected = afterSteps((w, g) => w.map((x, k) => x - 0.1 * 0.5 * kernelOnly[k]! * x - 0.1 * g[k]!));
  expectClose(await trained(sgd({ learningRate: 0.1, weightDecay: 0.5 })), expected);
});

test('decoupled decay goes by the learning rate of the step, whatever the optimizer', async () => {
  const rates = [0.1, 0.2, 0.3];
  let step = 0;
  const learningRate = (i: number): number => rates[i]!;
  const [m, v] = [
    [0, 0, 0],
    [0, 0, 0],
  ];
  const expected = afterSteps((w, g) => {
    const rate = rates[step++]!;
    const alpha = (rate * Math.sqrt(1 - 0.999 ** step)) / (1 - 0.9 ** step);
    return w.map((x, k) => {
      m[k] = 0.9 * m[k]! + 0.1 * g[k]!;
      v[k] = 0.999 * v[k]! + 0.001 * g[k]! ** 2;
      return x - rate * 0.5 * kernelOnly[k]! * x - (alpha * m[k]!) / (Math.sqrt(v[k]!) + 1e-7);
    });
  });
  expectClose(await trained(adam({ learningRate, weightDecay: 0.5 })), expected);
});

test('l2 decay is part of the gradients, which momentum adds up', async () => {
  const velocity = [0, 0, 0];
  const expected = afterSteps((w, g) =>
    w.map((x, k) => {
      velocity[k] = 0.9 * velocity[k]! - 0.1 * (g[k]! + 0.5 * kernelOnly[k]! * x);
      return x + velocity[k]!;
    }),
  );
  const options: BaseOptions = { weightDecay: 0.5, weightDecayMode: 'l2' };
  expectClose(await trained(sgd({ learningRate: 0.1, momentum: 0.9, ...options })), expected);
});

test('which weights decay can be chosen by name', async () => {
  const asked: string[] = [];
  const decays = (name: string): boolean => {
    asked.push(name);
    return name.endsWith('bias');
  };
  const expected = afterSteps((w, g) => w.map((x, k) => x - 0.1 * (k === 2 ? 0.5 * x : 0) - 0.1 * g[k]!));
  expectClose(await trained(sgd({ learningRate: 0.1, weightDecay: 0.5, decays })), expected);
  expect(new Set(asked)).toEqual(new Set(['dense/kernel', 'dense/bias']));
  expect(await trained(sgd({ weightDecay: 0.5, decays: () => false }))).toEqual(await trained(sgd()));
});

test('kernels of all kinds decay unless told otherwise', () => {
  const names = ['conv2d/kernel', 'separable_conv2d/depthwise_kernel', 'dense/bias', 'bn/gamma', 'bn/beta'];
  expect(names.map(isDecayed)).toEqual([true, true, false, false, false]);
});

const norm = (x: Weights): number => Math.hypot(...x);

test('clipnorm shortens the gradient of each weight', async () => {
  const expected = afterSteps((w, g) => {
    const kernel = Math.min(1, 0.3 / norm(g.slice(0, 2)));
    const bias = Math.min(1, 0.3 / Math.abs(g[2]!));
    return w.map((x, k) => x - 0.1 * g[k]! * (k === 2 ? bias : kernel));
  });
  expectClose(await trained(sgd({ learningRate: 0.1, clipnorm: 0.3 })), expected);
});

test('globalClipnorm shortens all gradients alike', async () => {
  const expected = afterSteps((w, g) => w.map((x, k) => x - 0.1 * g[k]! * Math.min(1, 0.3 / norm(g))));
  expectClose(await trained(sgd({ learningRate: 0.1, globalClipnorm: 0.3 })), expected);
  expect(await trained(sgd({ globalClipnorm: 1e6 }))).toEqual(await trained(sgd()));
});

test('clipvalue cuts each number of a gradient, before weights decay', async () => {
  const expected = afterSteps((w, g) =>
    w.map((x, k) => {
      const cut = Math.min(0.2, Math.max(-0.2, g[k]!));
      return x - 0.1 * (cut + 2 * kernelOnly[k]! * x);
    }),
  );
  const options: BaseOptions = { clipvalue: 0.2, weightDecay: 2, weightDecayMode: 'l2' };
  expectClose(await trained(sgd({ learningRate: 0.1, ...options })), expected);
});
