import { FIRST_FREE_BYTE } from '@cnn/kernels';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomTensor } from '../test/check-op.js';
import { gradients } from './autodiff.js';
import { bundle } from './bundle.js';
import { ConfigError, MemoryError } from './errors.js';
import { constant, input, type Value, variable } from './graph.js';
import { add } from './ops/add.js';
import { batchNormParameterGradient } from './ops/batch-norm.js';
import { matMul } from './ops/mat-mul.js';
import { mean } from './ops/mean.js';
import { multiply } from './ops/multiply.js';
import { relu } from './ops/relu.js';
import { scale } from './ops/scale.js';
import { sgdUpdate } from './ops/sgd-update.js';
import { sumOfSquares } from './ops/sum-of-squares.js';
import type { Computation } from './plan.js';
import { randomStream } from './rng.js';
import { Session } from './session.js';
import { type Tensor, tensor } from './tensor.js';
import { trainingStep } from './training.js';

let session: Session;
beforeAll(async () => {
  session = await Session.create({ threads: 1 });
});
afterAll(() => session.close());

/** y = ReLU of so many elements. */
function rectifier(length: number): Computation {
  return { outputs: { y: relu({ x: input('x', [length]) }).y } };
}

describe('a program', () => {
  test('reads and writes variables and bundles alone', () => {
    const program = session.program();
    const x = input('x', [3]);
    const one = constant(tensor([1, 1, 1], [3]));
    const y = add({ a: x, b: one }).y;
    program.compile({ outputs: { y } });
    const before = program.usedBytes;
    const contents = tensor([7, 7, 7], [3]);
    expect(() => program.write(x, contents)).toThrow(
      "A program reads and writes variables and bundles, but was given the input 'x'. Inputs are written, and results read, by what was compiled.",
    );
    expect(() => program.read(y)).toThrow("was given the 'y' of add");
    expect(() => program.write(one, contents)).toThrow('was given a constant');
    expect(program.usedBytes).toBe(before);
    program.release();
  });

  test('cannot be used once released, nor can what it compiled', () => {
    const program = session.program();
    const w = variable('w', [3]);
    const computation = { outputs: { y: add({ a: w, b: input('x', [3]) }).y, w } };
    const [executable, another] = [program.compile(computation), program.compile(computation)];
    const contents = tensor([1, 2, 3], [3]);
    executable.write('x', contents);
    executable.run();
    program.release();
    program.release();
    for (const use of [
      () => program.compile(computation),
      () => program.read(w),
      () => program.write(w, contents),
      () => program.write(variable('another', [3]), contents),
      () => executable.write('x', contents),
      () => executable.run(),
      () => another.run(),
      () => executable.read('y'),
      () => executable.read('w'),
    ]) {
      expect(use).toThrow('This program has been released; make a new one.');
    }
    expect(program.usedBytes).toBe(0);
  });

  test('keeps what inputs hold and what has been computed when something larger is compiled', () => {
    const program = session.program();
    const small = program.compile(rectifier(1000));
    const x = randomTensor(randomStream(1, 'small'), [1000]);
    small.write('x', x);
    program.compile(rectifier(100_000));
    small.run();
    const expected = x.data.map((value) => Math.max(0, value));
    program.compile(rectifier(1_000_000));
    expect(small.read('y').data).toEqual(expected);
    program.release();
  });

  test('refuses what does not fit into one piece, and changes nothing', () => {
    const program = session.program();
    const small = program.compile(rectifier(1000));
    const x = randomTensor(randomStream(2, 'small'), [1000]);
    small.write('x', x);
    const hole = session.allocator.allocate(2 ** 26);
    const end = session.allocator.allocate(1);
    session.allocator.release(hole);
    const used = session.usedBytes;
    const [w, v] = [variable('w', [5]), variable('v', [5])];
    // There is so much memory free, but the hole is not next to the rest of it.
    const { outputs } = rectifier((2 ** 32 - 2 ** 25) / 8);
    const sum = add({ a: scale({ x: bundle([w], 'parameters') }, 2).y, b: bundle([v], 'parameters') }).y;
    expect(() => program.compile({ outputs: { ...outputs, sum } })).toThrow(MemoryError);
    expect(session.usedBytes).toBe(used);
    small.run();
    expect(small.read('y').data).toEqual(x.data.map((value) => Math.max(0, value)));
    // Neither have the variables a place in the bundles that were refused.
    program.write(w, tensor([1, 2, 3, 4, 5], [5]));
    expect([...program.read(w).data]).toEqual([1, 2, 3, 4, 5]);
    session.allocator.release(end);
    program.release();
  });

  test('a bundle that comes too late is refused, and takes nothing', () => {
    const program = session.program();
    const w = variable('w', [5]);
    program.read(w);
    const before = program.usedBytes;
    expect(() => program.read(bundle([w], 'parameters'))).toThrow('before the bundle that it belongs to');
    expect(program.usedBytes).toBe(before);
    program.release();
  });

  test('refuses a computation with two inputs of one name', () => {
    const program = session.program();
    const y = add({ a: input('x', [3]), b: input('x', [3]) }).y;
    expect(() => program.compile({ outputs: { y } })).toThrow(ConfigError);
    expect(() => program.compile({ outputs: { y } })).toThrow("two inputs of the name 'x'");
    const x = input('x', [3]);
    program.compile({ outputs: { y: add({ a: x, b: x }).y } });
    program.release();
  });
});

describe('gradients of several computations', () => {
  const parameters = bundle([variable('w', [33, 4096]), variable('v', [5])], 'parameters');
  const stream = randomStream(3, 'gradients');
  const start = randomTensor(stream, parameters.shape);

  /** A step down the slope of mean((x · w)²) + mean(v²). */
  function step(batch: number): Computation {
    const [w, v] = (parameters.source as Value['source'] & { kind: 'bundle' }).members as [Value, Value];
    const y = matMul({ a: input('x', [batch, 33]), b: w }, {}).y;
    const [ofY, ofV] = [y, v].map((each) => mean({ x: multiply({ a: each, b: each }).y }).y);
    return trainingStep({
      loss: add({ a: ofY!, b: ofV! }).y,
      parameters,
      outputs: {},
      update: (parameters, gradients) => [
        sgdUpdate({ parameters, gradients, rate: constant(tensor([0.5], [1])) }).newParameters,
      ],
    });
  }

  test('have the same memory, and each step its own gradients', () => {
    const batches = [4, 3, 4].map((size) => randomTensor(stream, [size, 33]));
    const apart = batches.reduce((before, x) => {
      const program = session.program();
      const executable = program.compile(step(x.shape[0]!));
      program.write(parameters, before);
      executable.write('x', x);
      executable.run();
      const after = program.read(parameters);
      program.release();
      return after;
    }, start);

    const program = session.program();
    const four = program.compile(step(4));
    const used = program.usedBytes;
    const three = program.compile(step(3));
    expect(three.memory.gradients).toBeGreaterThan(500_000);
    expect(program.usedBytes - used).toBeLessThan(10_000);
    program.write(parameters, start);
    batches.forEach((x) => {
      const executable = x.shape[0] === 4 ? four : three;
      executable.write('x', x);
      executable.run();
    });
    expect(program.read(parameters).data).toEqual(apart.data);
    program.release();
  });

  test('have memory of their own within one computation, whatever was compiled before', () => {
    const w = variable('w', [21]);
    const losses = [3, 5].map((factor) => {
      return mean({ x: multiply({ a: scale({ x: w }, factor).y, b: w }).y }).y;
    });
    const bundles = losses.map((loss) => bundle(gradients(loss, [w]), 'gradients'));
    const program = session.program();
    const sumsOf = (chosen: readonly Value[]): Computation => ({
      outputs: Object.fromEntries(
        chosen.map((x, i) => [`${i}`, sumOfSquares({ x }, { origin: 0, length: 21 }).y]),
      ),
    });
    const apart = bundles.map((each) => program.compile(sumsOf([each])));
    // d/dw mean(factor · w²) = 2 · factor · w / 21, with w = 21 throughout.
    program.write(w, tensor(new Float32Array(21).fill(21), [21]));
    const expected = [3, 5].map((factor) => 21 * (2 * factor) ** 2);
    const check = (): void => {
      apart.forEach((executable, i) => {
        executable.run();
        expect(executable.readScalar('0')).toBeCloseTo(expected[i]!, 2);
      });
    };
    check();
    const together = program.compile(sumsOf(bundles));
    together.run();
    expect(together.readScalar('0')).toBeCloseTo(expected[0]!, 2);
    expect(together.readScalar('1')).toBeCloseTo(expected[1]!, 2);
    check();
    expect(program.read(bundles[1]!).data.slice(0, 21)).toEqual(new Float32Array(21).fill(10));
    program.release();
  });
});

test('a workspace at the end of memory is all that a normalisation reads', async () => {
  const stream = randomStream(4, 'end');
  const values = {
    x: input('x', [9, 64]),
    dy: input('dy', [9, 64]),
    mean: input('mean', [64]),
    variance: input('variance', [64]),
    gamma: input('gamma', [64]),
    beta: input('beta', [64]),
  };
  const outputs = batchNormParameterGradient(values, { epsilon: 1e-3, activation: 'relu' });
  const contents = new Map<string, Tensor>(
    Object.entries(values).map(([name, { shape }]) => [
      name,
      randomTensor(stream, shape, { low: 1, high: 2 }),
    ]),
  );
  /** @param gap bytes before all that the program takes */
  const endOf = async (gap: number): Promise<number> => {
    const session = await Session.create({ threads: 1 });
    if (gap > 0) session.allocator.allocate(gap);
    const executable = session.program().compile({ outputs });
    for (const [name, each] of contents) executable.write(name, each);
    executable.run();
    const end = FIRST_FREE_BYTE + session.usedBytes;
    if (gap > 0) expect(session.kernels.memory.buffer.byteLength).toBe(end);
    await session.close();
    return end;
  };
  const page = 65536;
  await endOf(page - ((await endOf(0)) % page));
});
