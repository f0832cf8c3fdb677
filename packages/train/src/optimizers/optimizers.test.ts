import { ConfigError, Session } from '@cnn/tensor';
import { afterAll, describe, expect, test } from 'vitest';
import { linear, plane } from '../../test/toys.js';
import { compile, type OptimizerName } from '../compile.js';
import { adagrad } from './adagrad.js';
import { type AdamOptions, adam } from './adam.js';
import { adamW } from './adamw.js';
import { lion } from './lion.js';
import type { Optimizer } from './optimizer.js';
import { rmsprop } from './rmsprop.js';
import { type SgdOptions, sgd } from './sgd.js';

const session = await Session.create({ threads: 1 });
afterAll(() => session.close());

const data = plane(16);
const STEPS = 6;

const weightsOf = (model: ReturnType<typeof linear>): number[] =>
  model.getWeights().flatMap((weight) => [...weight.data]);

/** Gradients of the mean of (w₀a + w₁b + w₂ − y)² over the data, with regard to w. */
function gradients(w: readonly number[]): number[] {
  const sums = [0, 0, 0];
  for (let i = 0; i < 16; i++) {
    const inputs = [data.x.data[2 * i]!, data.x.data[2 * i + 1]!, 1];
    const error = inputs.reduce((sum, x, k) => sum + w[k]! * x, 0) - data.y.data[i]!;
    inputs.forEach((x, k) => {
      sums[k]! += (2 * error * x) / 16;
    });
  }
  return sums;
}

/** The weights after some steps by a formula: `move` gives the change of weight k for its gradient. */
function byFormula(move: (gradient: number, k: number, step: number) => number): number[] {
  let w = weightsOf(linear());
  for (let step = 1; step <= STEPS; step++) {
    const g = gradients(w);
    w = w.map((weight, k) => weight + move(g[k]!, k, step));
  }
  return w;
}

const zeros = (): number[] => [0, 0, 0];

async function byTraining(optimizer: Optimizer): Promise<number[]> {
  const model = linear();
  const trainer = await compile(model, { optimizer, loss: 'meanSquaredError', session });
  await trainer.fit(data, { epochs: STEPS, batchSize: 16, shuffle: false });
  await trainer.close();
  return weightsOf(model);
}

function expectClose(given: readonly number[], expected: readonly number[]): void {
  expect(given).toHaveLength(expected.length);
  given.forEach((weight, k) => {
    expect(weight).toBeCloseTo(expected[k]!, 5);
  });
}

test('sgd moves against the gradient', async () => {
  expectClose(
    await byTraining(sgd({ learningRate: 0.2 })),
    byFormula((g) => -0.2 * g),
  );
});

test('sgd with momentum, plain and as Nesterov', async () => {
  for (const nesterov of [false, true]) {
    const velocity = [0, 0, 0];
    const expected = byFormula((g, k) => {
      velocity[k] = 0.7 * velocity[k]! - 0.1 * g;
      return nesterov ? 0.7 * velocity[k]! - 0.1 * g : velocity[k]!;
    });
    expectClose(await byTraining(sgd({ learningRate: 0.1, momentum: 0.7, nesterov })), expected);
  }
});

test('adam divides the mean of gradients by the root of their mean square', async () => {
  const [m, v] = [zeros(), zeros()];
  const options = { learningRate: 0.05, beta1: 0.8, beta2: 0.95, epsilon: 1e-3 };
  const expected = byFormula((g, k, step) => {
    m[k] = 0.8 * m[k]! + 0.2 * g;
    v[k] = 0.95 * v[k]! + 0.05 * g * g;
    const rate = (0.05 * Math.sqrt(1 - 0.95 ** step)) / (1 - 0.8 ** step);
    return (-rate * m[k]!) / (Math.sqrt(v[k]!) + 1e-3);
  });
  expectClose(await byTraining(adam(options)), expected);
});

test.each([
  { centered: false, momentum: 0 },
  { centered: true, momentum: 0 },
  { centered: true, momentum: 0.8 },
])('rmsprop, %o', async ({ centered, momentum }) => {
  const [square, mean, velocity] = [zeros(), zeros(), zeros()];
  const expected = byFormula((g, k) => {
    square[k] = 0.7 * square[k]! + 0.3 * g * g;
    mean[k] = 0.7 * mean[k]! + 0.3 * g;
    const variance = square[k]! - (centered ? mean[k]! ** 2 : 0);
    velocity[k] = momentum * velocity[k]! + (0.05 * g) / Math.sqrt(variance + 1e-3);
    return -velocity[k]!;
  });
  const options = { learningRate: 0.05, rho: 0.7, epsilon: 1e-3, centered, momentum };
  expectClose(await byTraining(rmsprop(options)), expected);
});

test('adagrad divides by the root of the sum of squares', async () => {
  const squares = [0.2, 0.2, 0.2];
  const expected = byFormula((g, k) => {
    squares[k]! += g * g;
    return (-0.3 * g) / Math.sqrt(squares[k]! + 1e-2);
  });
  const options = { learningRate: 0.3, initialAccumulatorValue: 0.2, epsilon: 1e-2 };
  expectClose(await byTraining(adagrad(options)), expected);
});

test('lion moves all weights by the same length', async () => {
  const m = zeros();
  const expected = byFormula((g, k) => {
    const sign = Math.sign(0.8 * m[k]! + 0.2 * g);
    m[k] = 0.6 * m[k]! + 0.4 * g;
    return -0.05 * sign;
  });
  expectClose(await byTraining(lion({ learningRate: 0.05, beta1: 0.8, beta2: 0.6 })), expected);
});

test('a learning rate that falls is asked for each step, from 0', async () => {
  const asked: number[] = [];
  const learningRate = (step: number): number => {
    asked.push(step);
    return 0.2 / (step + 1);
  };
  const expected = byFormula((g, _, step) => (-0.2 / step) * g);
  expectClose(await byTraining(sgd({ learningRate })), expected);
  expect(asked).toEqual([0, 1, 2, 3, 4, 5]);
});

test("names stand for Keras' defaults", async () => {
  const byName = async (optimizer: OptimizerName | Optimizer): Promise<number[]> => {
    const model = linear();
    const trainer = await compile(model, { optimizer, loss: 'meanSquaredError', session });
    await trainer.fit(data, { epochs: 3 });
    await trainer.close();
    return weightsOf(model);
  };
  const adamDefaults = { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
  expect(await byName('adam')).toEqual(await byName(adam(adamDefaults)));
  expect(await byName('adamw')).toEqual(await byName(adam({ ...adamDefaults, weightDecay: 0.004 })));
  expect(await byName('sgd')).toEqual(await byName(sgd({ learningRate: 0.01, momentum: 0 })));
  const rmspropDefaults = { learningRate: 0.001, rho: 0.9, momentum: 0, epsilon: 1e-7, centered: false };
  expect(await byName('rmsprop')).toEqual(await byName(rmsprop(rmspropDefaults)));
  const adagradDefaults = { learningRate: 0.001, initialAccumulatorValue: 0.1, epsilon: 1e-7 };
  expect(await byName('adagrad')).toEqual(await byName(adagrad(adagradDefaults)));
  expect(await byName('lion')).toEqual(await byName(lion({ learningRate: 0.001, beta1: 0.9, beta2: 0.99 })));
});

test('one optimizer serves several trainers, which remember on their own', async () => {
  const optimizer = adam({ learningRate: 0.1 });
  const first = await byTraining(optimizer);
  expect(await byTraining(optimizer)).toEqual(first);
});

describe('options outside their range are refused', () => {
  test.each<[SgdOptions, string]>([
    [{ learningRate: -1 }, 'The learning rate is -1; it must be a finite number'],
    [{ momentum: 1 }, "SGD's momentum is 1; it must be a number from 0 up to, but not including, 1."],
    [{ momentum: Number.NaN }, "SGD's momentum is NaN"],
    [{ momentum: '0.9' as never }, "SGD's momentum is '0.9'"],
    [{ nesterov: true }, 'SGD was given nesterov without a momentum'],
    [{ momentum: 0.9, nesterov: 'no' as never }, "SGD's nesterov is 'no'; it must be true or false."],
    [{ lr: 0.1 } as never, "sgd has no option 'lr'; its options are learningRate, momentum, nesterov,"],
  ])('sgd(%o)', (options, message) => {
    expect(() => sgd(options)).toThrow(ConfigError);
    expect(() => sgd(options)).toThrow(message);
  });

  test.each<[AdamOptions, string]>([
    [{ learningRate: Number.POSITIVE_INFINITY }, 'The learning rate is Infinity'],
    [{ beta1: 1 }, "Adam's beta1 is 1"],
    [{ beta2: -0.1 }, "Adam's beta2 is -0.1"],
    [{ epsilon: 0 }, "Adam's epsilon is 0; it must be a finite number larger than 0"],
    [{ epsilon: Number.NaN }, "Adam's epsilon is NaN"],
    [{ beta_1: 0.9 } as never, "adam has no option 'beta_1'; its options are"],
  ])('adam(%o)', (options, message) => {
    expect(() => adam(options)).toThrow(ConfigError);
    expect(() => adam(options)).toThrow(message);
  });

  test.each<[() => Optimizer, string]>([
    [() => adamW({ weightDecay: 0 }), 'The weightDecay of adamW is 0; it must be a finite number above 0.'],
    [() => adamW({ weightDecayMode: 'l2' } as never), "adamW has no option 'weightDecayMode'"],
    [() => rmsprop({ rho: 1 }), "RMSprop's rho is 1"],
    [() => rmsprop({ momentum: -1 }), "RMSprop's momentum is -1"],
    [() => rmsprop({ centered: 1 as never }), "RMSprop's centered is 1; it must be true or false."],
    [() => adagrad({ initialAccumulatorValue: -1 }), "Adagrad's initialAccumulatorValue is -1"],
    [() => adagrad({ epsilon: 0 }), "Adagrad's epsilon is 0"],
    [() => lion({ beta2: 2 }), "Lion's beta2 is 2"],
    [() => sgd({ weightDecay: -1 }), 'The weightDecay of sgd is -1'],
    [
      () => sgd({ weightDecayMode: 'L2' as never }),
      "The weightDecayMode of sgd is 'L2'; it can be 'decoupled'",
    ],
    [() => sgd({ decays: true as never }), 'The decays of sgd is true; it must be a function'],
    [() => sgd({ clipnorm: 0 }), 'The clipnorm of sgd is 0; it must be a finite number above 0.'],
    [
      () => sgd({ clipnorm: 1, clipvalue: 1 }),
      'sgd was given clipnorm and clipvalue; gradients are clipped in',
    ],
  ])('%s', (make, message) => {
    expect(make).toThrow(ConfigError);
    expect(make).toThrow(message);
  });
});
