import { supportedVariants, type Variant } from '@cnn/kernels';
import { afterAll, describe, expect, test } from 'vitest';
import { randomTensor } from '../test/check-op.js';
import { gradients } from './autodiff.js';
import { input, type Value, variable } from './graph.js';
import { add } from './ops/add.js';
import { batchNorm } from './ops/batch-norm.js';
import { conv2d } from './ops/conv2d.js';
import { mean } from './ops/mean.js';
import { moments } from './ops/moments.js';
import { movingAverage } from './ops/moving-average.js';
import { multiply } from './ops/multiply.js';
import { type Computation, makePlan, type Plan } from './plan.js';
import { randomStream } from './rng.js';
import { Session } from './session.js';
import type { Tensor } from './tensor.js';

const target = { variant: 'simd', threads: 2, deterministic: false } as const;
const same = { strides: [1, 1], padding: 'same' } as const;

/** A residual block, and one with half as many pixels, with all gradients. */
function network(batch: number, side = 16): { values: Value[]; middle: Value; computation: Computation } {
  const x = input('x', [batch, side, side, 16]);
  const slopes = input('slopes', [batch, side / 2, side / 2, 16]);
  const average = variable('average', [16], 'state');
  const beta = variable('beta', [16]);
  const filters = ['first', 'second', 'third', 'fourth'].map((name) => variable(name, [3, 3, 16, 16]));
  const [first, second, third, fourth] = filters as [Value, Value, Value, Value];
  const normal = (values: Value, residual?: Value): Value =>
    batchNorm(
      { x: values, ...moments({ x: values }), beta, residual },
      { epsilon: 1e-3, statistics: 'batch', activation: 'relu' },
    ).y;
  const begin = normal(conv2d({ x, w: first }, same).y);
  const middle = normal(conv2d({ x: begin, w: second }, same).y);
  const block = normal(conv2d({ x: middle, w: third }, same).y, begin);
  const twice = add({ a: block, b: begin }).y;
  const half = conv2d({ x: twice, w: fourth }, { ...same, strides: [2, 2] }).y;
  const y = normal(half);
  const loss = mean({ x: multiply({ a: y, b: slopes }).y }).y;
  const [dx, ...dw] = gradients(loss, [x, ...filters]);
  const updates = [
    movingAverage({ average, sample: moments({ x: half }).mean }, { momentum: 0.5 }).newAverage,
  ];
  // In the order in which training needs them: those of the last layer first.
  const [dw1, dw2, dw3, dw4] = dw as [Value, Value, Value, Value];
  const outputs = { dw4, dw3, dw2, dw1, dx: dx!, y };
  const values = [x, slopes, average, beta, ...filters];
  return { values, middle, computation: { outputs, updates } };
}

const names = ({ instructions }: Plan): string[] => instructions.map(({ name }) => name);

test('in training, instructions go through a large batch together', () => {
  const plan = makePlan(network(128).computation, target);
  const order = names(plan);
  const runs = order.flatMap((name, at) => (name === 'depthFirst' ? [order.slice(at + 1, at + 4)] : []));
  expect(runs).toContainEqual(['batchNorm', 'winogradConv2d', 'momentsOfGroups']);
  expect(runs).toContainEqual(['batchNormInputGrad', 'winogradGradientParts', 'winogradConv2d']);
});

test('a batch that a cache holds is computed instruction by instruction, and so is inference', () => {
  const { outputs } = network(128).computation;
  expect(names(makePlan(network(16).computation, target))).not.toContain('depthFirst');
  expect(names(makePlan({ outputs }, target))).not.toContain('depthFirst');
});

test('what two runs need is computed twice where it is at hand, and not kept', () => {
  const { middle, computation } = network(128);
  const together = makePlan(computation, target);
  const [, ...runs] = names(together).join(' ').split('depthFirst ');
  expect(runs).toContainEqual(expect.stringMatching(/^batchNorm batchNormInputGrad winogradGradientParts/));
  // Who wants to read it makes it be kept.
  const kept = { ...computation.outputs, middle };
  const more = makePlan({ ...computation, outputs: kept }, target).memory.activations;
  expect(more - together.memory.activations).toBeGreaterThan(0.5 * 128 * 16 * 16 * 16 * 4);
});

test('gradients that only neighbours see are never there for the whole batch', () => {
  const { storageOf, offsets } = makePlan(network(128).computation, target);
  const transient = [...new Set(storageOf.values())].filter(({ region }) => region === 'transient');
  expect(transient.some((storage) => !offsets.has(storage))).toBe(true);
});

describe('gives the bits that the same instructions give one by one, with any number of threads', () => {
  const sessions = new Map<string, Promise<Session>>();
  afterAll(async () => {
    for (const session of sessions.values()) await (await session).close();
  });

  // Batches that are and are not whole portions, and whole parts of a filter gradient.
  test.each([128, 131, 203])('a batch of %i', async (batch) => {
    const { values, computation } = network(batch);
    const stream = randomStream(batch, 'depth first');
    const contents = new Map(values.map((value) => [value, randomTensor(stream, value.shape)]));
    for (const variant of await supportedVariants()) {
      const alone = await compute(variant, 1, { outputs: computation.outputs }, contents);
      const one = await compute(variant, 1, computation, contents);
      for (const threads of [2, 3]) {
        const more = await compute(variant, threads, computation, contents);
        for (const [name, tensor] of more) expect(sameBits(tensor, one.get(name)!), name).toBe(true);
      }
      for (const [name, tensor] of one) {
        // The parts of a filter gradient are other images.
        if (name.startsWith('dw')) expect(difference(tensor, alone.get(name)!), name).toBeLessThan(1e-5);
        else expect(sameBits(tensor, alone.get(name)!), name).toBe(true);
      }
    }
  });

  async function compute(
    variant: Variant,
    threads: number,
    computation: Computation,
    contents: ReadonlyMap<Value, Tensor<'f32'>>,
  ): Promise<Map<string, Tensor>> {
    const key = `${variant}/${threads}`;
    const pending = sessions.get(key) ?? Session.create({ variant, threads });
    sessions.set(key, pending);
    const program = (await pending).program();
    const executable = program.compile(computation);
    // Twice, so that a run finds what another has left.
    for (let run = 0; run < 2; run++) {
      for (const [value, tensor] of contents) {
        if (value.source.kind === 'input') executable.write(value.source.name, tensor);
        else program.write(value, tensor);
      }
      executable.run();
    }
    const results = new Map(Object.keys(computation.outputs).map((name) => [name, executable.read(name)]));
    program.release();
    return results;
  }
});

function sameBits(a: Tensor, b: Tensor): boolean {
  return Buffer.from(a.data.buffer).equals(Buffer.from(b.data.buffer));
}

/** The largest, relative to the largest number. */
function difference(a: Tensor, b: Tensor): number {
  let [most, largest] = [0, 0];
  b.data.forEach((value, i) => {
    most = Math.max(most, Math.abs(value - a.data[i]!));
    largest = Math.max(largest, Math.abs(value));
  });
  return most / largest;
}
