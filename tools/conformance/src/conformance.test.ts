import { supportedVariants, type Variant } from '@cnn/kernels';
import { input, randomStream, Session, Tensor, type Value } from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Case, CaseMaker } from './case.js';
import { activationCase } from './cases/activation.js';
import { conv2dCase } from './cases/conv2d.js';
import { matMulCase } from './cases/mat-mul.js';
import { pool2dCase } from './cases/pool2d.js';
import { loadTensorFlow } from './tfjs.js';

/** CONFORMANCE_SEED=… repeats a run, CONFORMANCE_CASES=… makes it longer. */
const seed = Number(process.env['CONFORMANCE_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const cases = Number(process.env['CONFORMANCE_CASES'] ?? 40);
const makers: Readonly<Record<string, CaseMaker>> = {
  conv2d: conv2dCase,
  pool2d: pool2dCase,
  matMul: matMulCase,
  activation: activationCase,
};

beforeAll(loadTensorFlow);

describe.each(await supportedVariants())(`%s, CONFORMANCE_SEED=${seed}`, (variant: Variant) => {
  let session: Session;
  beforeAll(async () => {
    session = await Session.create({ variant, threads: 2 });
  });
  afterAll(() => session.close());

  test.each(Object.entries(makers))(
    `%s computes what TensorFlow.js computes, on ${cases} shapes`,
    (name, make) => {
      for (let index = 0; index < cases; index++) {
        const drawn = make(randomStream(seed, name, index));
        const expected = theirResults(drawn);
        const actual = ourResults(drawn, session);
        expect([...actual.keys()].sort()).toEqual([...expected.keys()].sort());
        for (const [result, tensor] of actual) {
          expectClose(
            tensor,
            expected.get(result)!,
            drawn.tolerance,
            `${name} ${index}: ${result} of ${drawn.label}`,
          );
        }
      }
    },
  );
});

function ourResults(drawn: Case, session: Session): Map<string, Tensor> {
  const values: Record<string, Value> = {};
  for (const [name, { shape }] of Object.entries(drawn.inputs)) values[name] = input(name, shape);
  const outputs = drawn.ours(values);
  const executable = session.program().compile({ outputs });
  for (const [name, tensor] of Object.entries(drawn.inputs)) executable.write(name, tensor);
  executable.run();
  return new Map(Object.keys(outputs).map((name) => [name, executable.read(name)]));
}

function theirResults(drawn: Case): Map<string, Tensor> {
  const results = new Map<string, Tensor>();
  tf.tidy(() => {
    const tensors: Record<string, tf.Tensor> = {};
    for (const [name, { data, shape }] of Object.entries(drawn.inputs)) {
      tensors[name] = tf.tensor(data, [...shape]);
    }
    for (const [name, result] of Object.entries(drawn.theirs(tensors))) {
      results.set(name, new Tensor('f32', result.shape, Float32Array.from(result.dataSync())));
    }
  });
  return results;
}

/** NaN anywhere is a difference. */
function expectClose(actual: Tensor, expected: Tensor, tolerance: number, label: string): void {
  expect(actual.shape, label).toEqual(expected.shape);
  const largest = Math.max(1e-30, ...[...expected.data].map(Math.abs));
  const close = (value: number, i: number): boolean =>
    Math.abs(value - expected.data[i]!) <= tolerance * largest;
  const at = [...actual.data].findIndex((value, i) => !close(value, i));
  expect(at, `${label}, at ${at}: ${actual.data[at]} instead of ${expected.data[at]}`).toBe(-1);
}
