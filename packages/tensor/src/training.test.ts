import { describe, expect, test } from 'vitest';
import { randomTensor } from '../test/check-op.js';
import { gradients } from './autodiff.js';
import { bundle } from './bundle.js';
import { simplify } from './fuse.js';
import { constant, input, type Node, type Value, variable } from './graph.js';
import { add } from './ops/add.js';
import { batchNorm } from './ops/batch-norm.js';
import { biasAdd } from './ops/bias.js';
import { conv2d } from './ops/conv2d.js';
import { conv2dTranspose } from './ops/conv2d-transpose.js';
import { depthwiseConv2d } from './ops/depthwise-conv2d.js';
import { matMul } from './ops/mat-mul.js';
import { maxPool2d } from './ops/max-pool2d.js';
import { mean } from './ops/mean.js';
import { moments } from './ops/moments.js';
import { movingAverage } from './ops/moving-average.js';
import { multiply } from './ops/multiply.js';
import { relu } from './ops/relu.js';
import { reshape } from './ops/reshape.js';
import { sgdUpdate } from './ops/sgd-update.js';
import { softmaxCrossEntropy } from './ops/softmax-cross-entropy.js';
import { type Computation, makePlan, type Target } from './plan.js';
import { interpret, toNdArray } from './reference.js';
import { randomStream } from './rng.js';
import { Session } from './session.js';
import { Tensor, tensor } from './tensor.js';
import { trainingStep } from './training.js';
import { topologicalNodes } from './traverse.js';

const target: Target = { variant: 'simd', threads: 2, deterministic: false };
const RATE = 0.1;

/** Conv, bias, ReLU, pooling, dense and a loss, for images of 8×8×3 in 5 classes. */
function network(batch: number) {
  const x = input('x', [batch, 8, 8, 3]);
  const labels = input('labels', [batch], 'i32');
  const weights = {
    filters: variable('filters', [3, 3, 3, 4]),
    bias: variable('bias', [4]),
    dense: variable('dense', [36, 5]),
  };
  const convolved = conv2d({ x, w: weights.filters }, { strides: [1, 1], padding: 'valid' }).y;
  const active = relu({ x: biasAdd({ x: convolved, bias: weights.bias }).y }).y;
  const pooled = maxPool2d({ x: active }, { poolSize: [2, 2], strides: [2, 2], padding: 'valid' }).y;
  const logits = matMul({ a: reshape({ x: pooled }, [batch, 36]).y, b: weights.dense }, {}).y;
  const { loss, probabilities } = softmaxCrossEntropy({ logits, labels });
  return { x, labels, weights, loss: mean({ x: loss }).y, probabilities };
}

function stepOf({ weights, loss, probabilities }: ReturnType<typeof network>): Computation {
  const rate = input('rate', [1]);
  return trainingStep({
    loss,
    parameters: bundle(Object.values(weights), 'parameters'),
    outputs: { probabilities },
    update: (parameters, gradients) => [sgdUpdate({ parameters, gradients, rate }).newParameters],
  });
}

function opNames(roots: readonly Value[]): string[] {
  return topologicalNodes(roots).map((node: Node) => node.op.opName);
}

describe('trainingStep', () => {
  test('makes one op of convolution, bias, ReLU and pooling, and one of product, bias and ReLU', () => {
    const plan = makePlan(stepOf(network(2)), target);
    const names = opNames(Object.values(plan.outputs));
    expect(names).toEqual(['conv2dMaxPool2d', 'reshape', 'matMul', 'softmaxCrossEntropy', 'mean']);
  });

  test('pools before it activates where the windows are others than two by two', () => {
    const x = input('x', [1, 9, 9, 3]);
    const pool = { poolSize: [3, 3], strides: [3, 3], padding: 'valid' } as const;
    const pooled = maxPool2d({ x: relu({ x }).y }, pool).y;
    const plan = makePlan({ outputs: { pooled } }, target);
    expect(opNames(Object.values(plan.outputs))).toEqual(['maxPool2d', 'relu']);
  });

  test('leaves a pooling behind its ReLU where winners are asked for, in a window of zeros the first', async () => {
    const x = input('x', [1, 2, 2, 1]);
    const pool = { poolSize: [2, 2], strides: [2, 2], padding: 'valid' } as const;
    const same = { strides: [1, 1], padding: 'same' } as const;
    const session = await Session.create({ threads: 1 });
    for (const below of [x, conv2d({ x, w: constant(tensor([1], [1, 1, 1, 1])) }, same).y]) {
      const active = relu({ x: below }).y;
      const [dx] = gradients(mean({ x: maxPool2d({ x: active }, pool).y }).y, [active]);
      const executable = session.program().compile({ outputs: { dx: dx! } });
      executable.write('x', tensor([-3, -1, -2, -4], x.shape));
      executable.run();
      expect([...executable.read('dx').data]).toEqual([1, 0, 0, 0]);
    }
    await session.close();
  });

  test('leaves a convolution alone that something else needs as well', () => {
    const net = network(1);
    const { x, weights } = net;
    const y = relu({ x: conv2d({ x, w: weights.filters }, { strides: [1, 1], padding: 'same' }).y }).y;
    const pooled = maxPool2d({ x: y }, { poolSize: [2, 2], strides: [2, 2], padding: 'valid' }).y;
    const plan = makePlan({ outputs: { y, pooled } }, target);
    expect(opNames(Object.values(plan.outputs))).toEqual(['conv2d', 'maxPool2d']);
  });

  test.each<[string, (x: Value, w: Value) => Value]>([
    ['depthwiseConv2d', (x, w) => depthwiseConv2d({ x, w }, { strides: [1, 1], padding: 'same' }).y],
    ['conv2dTranspose', (x, w) => conv2dTranspose({ x, w }, { strides: [2, 2], padding: 'same' }).y],
  ])('folds bias and ReLU into %s as well', (name, sums) => {
    const [x, w] = [input('x', [1, 5, 5, 8]), input('w', [3, 3, 8, 8])];
    const biased = (values: Value): Value =>
      biasAdd({ x: values, bias: input('bias', [values.shape[3]!]) }).y;
    const y = relu({ x: biased(sums(x, w)) }).y;
    expect(opNames(Object.values(makePlan({ outputs: { y } }, target).outputs))).toEqual([name]);
  });

  test('normalises with ReLU in one pass, forward and backward, and updates running averages', async () => {
    const x = input('x', [64, 3]);
    const gamma = variable('gamma', [3]);
    const average = variable('average', [3], 'state');
    const statistics = moments({ x });
    const normal = batchNorm({ x, ...statistics, gamma }, { epsilon: 1e-3, statistics: 'batch' });
    const step = trainingStep({
      loss: mean({ x: relu({ x: normal.y }).y }).y,
      parameters: bundle([gamma], 'parameters'),
      outputs: {},
      updates: [movingAverage({ average, sample: statistics.mean }, { momentum: 0.75 }).newAverage],
      update: (parameters, gradients) => [
        sgdUpdate({ parameters, gradients, rate: input('rate', [1]) }).newParameters,
      ],
    });
    const { instructions } = makePlan(step, target);
    const names = instructions.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['batchNorm', 'batchNormSums', 'movingAverage']));
    expect(names.filter((name) => name === 'momentsOfGroups')).toHaveLength(1);
    expect(names).not.toContain('relu');
    expect(names).not.toContain('reluGrad');

    const session = await Session.create({ threads: 2 });
    const program = session.program();
    const executable = program.compile(step);
    program.write(average, tensor([4, 8, -4], [3]));
    executable.write(
      'x',
      tensor(
        Float32Array.from({ length: 192 }, (_, i) => i % 3),
        [64, 3],
      ),
    );
    executable.write('rate', tensor([0], [1]));
    executable.run();
    expect([...program.read(average).data]).toEqual([3, 6.25, -2.5]);
    await session.close();
  });

  test('adds a residual and applies ReLU where it normalises, with the gradients of the references', async () => {
    const x = input('x', [64, 3]);
    const weights = { gamma: variable('gamma', [3]), w: variable('w', [3, 3]) };
    const around = matMul({ a: x, b: weights.w }, {}).y;
    const normal = batchNorm(
      { x: around, ...moments({ x: around }), gamma: weights.gamma },
      { epsilon: 1e-3, statistics: 'batch' },
    ).y;
    const y = relu({ x: add({ a: around, b: normal }).y }).y;
    const parameters = Object.values(weights);
    const loss = mean({ x: multiply({ a: y, b: y }).y }).y;
    const plain = gradients(loss, parameters);
    const simpler = simplify([loss]);
    const fused = gradients(simpler(loss), parameters);
    const { instructions } = makePlan({ outputs: { gamma: fused[0]!, w: fused[1]! } }, target);
    const names = instructions.map(({ name }) => name);
    expect(names.filter((name) => name === 'batchNorm')).toHaveLength(1);
    expect(names).not.toContain('relu');

    const stream = randomStream(5, 'residual');
    const feeds = new Map(
      [x, ...parameters].map((value) => [value, toNdArray(randomTensor(stream, value.shape))]),
    );
    const [expected, found] = [interpret(plain, feeds), interpret(fused, feeds)];
    found.forEach(({ data }, i) => {
      data.forEach((value, j) => {
        expect(value).toBeCloseTo(expected[i]!.data[j]!, 6);
      });
    });
  });

  test('adds the gradients of two ways that part behind a ReLU in the pass that masks them', async () => {
    const x = input('x', [5, 7]);
    const y = relu({ x }).y;
    const dx = gradients(mean({ x: multiply({ a: y, b: y }).y }).y, [x])[0]!;
    const computation = { outputs: { dx } };
    const names = makePlan(computation, target).instructions.map(({ name }) => name);
    expect(names).toContain('reluGrad');
    expect(names).not.toContain('add');

    const contents = randomTensor(randomStream(6, 'two ways'), x.shape);
    const session = await Session.create({ threads: 1 });
    const executable = session.program().compile(computation);
    executable.write('x', contents);
    executable.run();
    const [expected] = interpret([dx], new Map([[x, toNdArray(contents)]]));
    executable.read('dx').data.forEach((value, i) => {
      expect(value).toBeCloseTo(expected!.data[i]!, 6);
    });
    await session.close();
  });

  test('one step on the kernels is one step of the references, at every thread count', async () => {
    const net = network(3);
    const stream = randomStream(11, 'step');
    const x = randomTensor(stream, net.x.shape);
    const labels = new Tensor('i32', [3], Int32Array.of(4, 0, 2));
    const start = Object.values(net.weights).map((weight) => randomTensor(stream, weight.shape));
    const feeds = new Map([
      [net.x, toNdArray(x)],
      [net.labels, toNdArray(labels)],
      ...Object.values(net.weights).map((weight, i) => [weight, toNdArray(start[i]!)] as const),
    ]);
    const expectedLoss = interpret([net.loss], feeds)[0]!.data[0]!;
    const bits: string[] = [];
    for (const threads of [1, 2, 3]) {
      const session = await Session.create({ threads });
      const program = session.program();
      const executable = program.compile(stepOf(net));
      Object.values(net.weights).forEach((weight, i) => {
        program.write(weight, start[i]!);
      });
      executable.write('x', x);
      executable.write('labels', labels);
      executable.input('rate', 'f32')[0] = RATE;
      executable.run();
      expect(executable.readScalar('loss')).toBeCloseTo(expectedLoss, 5);
      const after = Object.values(net.weights).map((weight) => program.read(weight));
      checkDescent(net, feeds, start, after);
      bits.push(
        after
          .map(({ data }) => [...new Uint32Array(data.buffer, data.byteOffset, data.length)].join())
          .join(),
      );
      await session.close();
    }
    expect(new Set(bits).size).toBe(1);
  });

  test('an evaluation shares the variables of the step, and the block for what does not last', async () => {
    const net = network(2);
    const session = await Session.create({ threads: 1 });
    const program = session.program();
    program.compile(stepOf(net));
    const before = session.usedBytes;
    const evaluation = program.compile({ outputs: { probabilities: net.probabilities } });
    program.write(net.weights.dense, randomTensor(randomStream(1, 'dense'), [36, 5]));
    evaluation.write('x', randomTensor(randomStream(2, 'x'), [2, 8, 8, 3]));
    evaluation.run();
    const probabilities = [...evaluation.read('probabilities').data];
    const [first, second] = [0, 5].map((begin) => probabilities.slice(begin, begin + 5));
    expect(first!.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
    expect(second!.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
    expect(session.usedBytes - before).toBeLessThan(16_384);
    program.release();
    expect(session.usedBytes).toBe(0);
    await session.close();
  });
});

/** Every weight has moved by −rate · gradient, the gradient taken by central differences in f64. */
function checkDescent(
  net: ReturnType<typeof network>,
  feeds: ReadonlyMap<Value, { shape: readonly number[]; data: Float64Array }>,
  before: readonly Tensor<'f32'>[],
  after: readonly Tensor<'f32'>[],
): void {
  const stream = randomStream(12, 'samples');
  Object.values(net.weights).forEach((weight, i) => {
    const { shape, data } = feeds.get(weight)!;
    for (let sample = 0; sample < 4; sample++) {
      const at = stream.integer(data.length);
      const lossAt = (change: number): number => {
        const moved = data.slice();
        moved[at]! += change;
        return interpret([net.loss], new Map(feeds).set(weight, { shape, data: moved }))[0]!.data[0]!;
      };
      const slope = (lossAt(1e-5) - lossAt(-1e-5)) / 2e-5;
      const moved = after[i]!.data[at]! - before[i]!.data[at]!;
      expect(moved).toBeCloseTo(-RATE * slope, 5);
    }
  });
}

describe('makePlan', () => {
  test('counts the memory of each purpose', () => {
    const { memory } = makePlan(stepOf(network(2)), target);
    // 108 + 4 + 180 floats, each variable rounded up to cache lines.
    expect(memory.parameters).toBe(448 + 64 + 768);
    expect(memory.gradients).toBe(memory.parameters);
    expect(memory.slots).toBe(0);
    const { total, ...parts } = memory;
    expect(total).toBe(Object.values(parts).reduce((sum, part) => sum + part, 0));
  });

  test('needs less memory than all buffers together', () => {
    const { memory, offsets } = makePlan(stepOf(network(64)), target);
    const all = [...offsets.keys()].reduce((sum, { bytes }) => sum + bytes, 0);
    expect(memory.activations).toBeLessThan(all);
  });
});
