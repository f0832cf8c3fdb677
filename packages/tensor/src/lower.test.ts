import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomTensor } from '../test/check-op.js';
import { bundle } from './bundle.js';
import { input, type Value, variable } from './graph.js';
import { add } from './ops/add.js';
import { conv2d } from './ops/conv2d.js';
import { depthwiseConv2d } from './ops/depthwise-conv2d.js';
import { matMul } from './ops/mat-mul.js';
import { mean } from './ops/mean.js';
import { multiply } from './ops/multiply.js';
import { reshape } from './ops/reshape.js';
import { sgdUpdate } from './ops/sgd-update.js';
import { sumOfSquares } from './ops/sum-of-squares.js';
import { makePlan, type Target } from './plan.js';
import { interpret, toNdArray } from './reference.js';
import { randomStream } from './rng.js';
import { Session } from './session.js';
import { type Tensor, tensor } from './tensor.js';
import { trainingStep } from './training.js';

const target: Target = { variant: 'simd', threads: 2, deterministic: false };
const window = { strides: [1, 1], padding: 'same' } as const;

/** A convolution by Winograd, one over windows, a product, and a scale that is computed from variables alone. */
function network() {
  const x = input('x', [4, 16, 16, 32]);
  const weights = {
    wide: variable('wide', [3, 3, 32, 32]),
    narrow: variable('narrow', [5, 5, 32, 2]),
    bias: variable('bias', [2]),
    dense: variable('dense', [512, 3]),
    scale: variable('scale', [4, 3]),
  };
  const first = conv2d({ x, w: weights.wide }, window).y;
  const second = conv2d({ x: first, w: weights.narrow, bias: weights.bias }, window).y;
  const product = matMul({ a: reshape({ x: second }, [4, 512]).y, b: weights.dense }, {}).y;
  const scale = add({ a: weights.scale, b: weights.scale }).y;
  return { x, weights, y: multiply({ a: product, b: scale }).y };
}

const stream = randomStream(1, 'preparation');
const random = ({ shape }: Value): Tensor<'f32'> => randomTensor(stream, shape);

let session: Session;
beforeAll(async () => {
  session = await Session.create({ threads: 2 });
});
afterAll(() => session.close());

test('inference packs and transforms weights, and computes what follows from them alone, beforehand', () => {
  const plan = makePlan({ outputs: { y: network().y } }, target);
  const prepared = plan.preparation.map(({ name }) => name).sort();
  expect(prepared).toEqual(['add', 'packPanels', 'packPanels', 'winogradFilters']);
  const [first, second, ...rest] = plan.instructions.map(({ name }) => name);
  expect([first, second, rest.at(-1)]).toEqual(['winogradConv2d', 'conv2d', 'multiply']);
  expect(plan.memory.prepared).toBe(plan.preparedBytes);
  expect(plan.preparedBytes).toBeGreaterThan(36 * 32 * 32 * 4);
});

test('filters in groups, and those of single channels, are taken apart and packed beforehand', () => {
  const x = input('x', [2, 9, 9, 6]);
  const grouped = conv2d({ x, w: variable('grouped', [5, 5, 3, 8]) }, { ...window, groups: 2 }).y;
  const y = depthwiseConv2d({ x: grouped, w: variable('single', [3, 3, 8, 1]) }, window).y;
  const plan = makePlan({ outputs: { y } }, target);
  const filters = ['copyChannels', 'packPanels', 'packPanels'];
  expect(plan.preparation.map(({ name }) => name)).toEqual([...filters, 'packPanels']);
  const groups = ['copyChannels', 'conv2d', 'conv2d', 'copyChannels'];
  expect(plan.instructions.map(({ name }) => name)).toEqual([...groups, 'depthwiseConv2d']);
});

test('training prepares nothing, because every step changes the weights', () => {
  const { weights, y } = network();
  const plan = makePlan(step(weights, y), target);
  expect(plan.preparation).toEqual([]);
  expect(plan.memory.prepared).toBe(0);
});

test('what is computed for a bundle is in its memory, from weights alone as well', () => {
  const w = variable('w', [3]);
  const squared = bundle([multiply({ a: w, b: w }).y], 'gradients');
  const sum = sumOfSquares({ x: squared }, { origin: 0, length: 3 }).y;
  const program = session.program();
  const executable = program.compile({ outputs: { sum } });
  program.write(w, tensor([1, 2, 3], [3]));
  executable.run();
  expect(executable.readScalar('sum')).toBe(1 + 16 + 81);
  program.release();
});

test('what was prepared follows variables that are written', () => {
  const { x, weights, y } = network();
  const program = session.program();
  const executable = program.compile({ outputs: { y } });
  const image = random(x);
  for (let writing = 0; writing < 2; writing++) {
    const contents = new Map<Value, Tensor<'f32'>>([[x, image]]);
    for (const weight of Object.values(weights)) {
      contents.set(weight, random(weight));
      program.write(weight, contents.get(weight)!);
    }
    for (let run = 0; run < 2; run++) {
      executable.write('x', image);
      executable.run();
      expectReference(executable.read('y'), y, contents);
    }
  }
  program.release();
});

test('what was prepared follows variables that training changes', () => {
  const { x, weights, y } = network();
  const program = session.program();
  const training = program.compile(step(weights, y));
  const evaluation = program.compile({ outputs: { y } });
  const image = random(x);
  for (const weight of Object.values(weights)) program.write(weight, random(weight));
  for (let run = 0; run < 2; run++) {
    training.write('x', image);
    training.input('rate', 'f32').set([1e-3]);
    training.run();
    evaluation.write('x', image);
    evaluation.run();
    const contents = new Map<Value, Tensor<'f32'>>([[x, image]]);
    for (const weight of Object.values(weights)) contents.set(weight, program.read(weight));
    expectReference(evaluation.read('y'), y, contents);
  }
  program.release();
});

function step(weights: Readonly<Record<string, Value>>, y: Value) {
  const rate = input('rate', [1]);
  return trainingStep({
    loss: mean({ x: reshape({ x: y }, [12]).y }).y,
    parameters: bundle(Object.values(weights), 'parameters'),
    outputs: {},
    update: (parameters, gradients) => [sgdUpdate({ parameters, gradients, rate }).newParameters],
  });
}

function expectReference(actual: Tensor, y: Value, contents: ReadonlyMap<Value, Tensor>): void {
  const feeds = new Map([...contents].map(([value, tensor]) => [value, toNdArray(tensor)]));
  const [expected] = interpret([y], feeds);
  const largest = Math.max(...expected!.data.map(Math.abs));
  actual.data.forEach((value, i) => {
    expect(Math.abs(value - expected!.data[i]!)).toBeLessThan(1e-4 * largest);
  });
}
