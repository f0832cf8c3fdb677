import { defineOp, reshape, scale, type Value } from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defineCase } from './case.ts';
import type { Contents } from './draw.ts';
import { run, runOn } from './run.ts';
import { Sessions } from './sessions.ts';
import { loadTensorFlow } from './tfjs.ts';

let sessions: Sessions;

beforeAll(async () => {
  await loadTensorFlow();
  sessions = await Sessions.start();
});
afterAll(() => sessions.close());

/** Doubles, but is defined to treble its element number 10. */
const wrong = defineOp<{ x: Value }, void, 'y'>('wrong', {
  infer: ({ x }) => ({ y: { shape: x.shape, dtype: 'f32' } }),
  reference: ({ x }, _, { y }) => {
    for (let i = 0; i < y.data.length; i++) y.data[i] = (i === 10 ? 3 : 2) * x.data[i]!;
  },
  lower: ({ x, y }, _, tape) => tape.emit('scale', { x, y, length: x.shape[0]! * x.shape[1]!, factor: 2 }),
});

const sizes = (): { rows: number; columns: number } => ({ rows: 33, columns: 70 });

describe('a kernel that is not what its op is defined to be', () => {
  const tested = defineCase(wrong, {
    sizes,
    inputs: ({ rows, columns }, contents) => ({ x: contents.uniform([rows, columns], 1, 2) }),
    ulps: 0.5,
  });

  test('is found, shrunk to the smallest shape that shows it, and can be repeated', async () => {
    const { failure, shapes } = await run(tested, 5, 3, sessions);
    expect(failure?.sentences).toHaveLength(sessions.variants.length);
    expect(failure?.sentences[0]).toMatch(
      /^simd: y\[10\] is [\d.]+ instead of [\d.]+ \(f64\): off by 3\.3e-1/,
    );
    expect(failure?.sizes).toEqual({ rows: 1, columns: 11 });
    expect(failure?.command).toBe('npx pnpm@12 conformance --seed 5 --op wrong --sizes rows=1,columns=11');
    expect(shapes.size).toBe(0);
    const again = await runOn(tested, 5, [failure!.sizes], sessions);
    expect(again.failure).toEqual(failure);
  });
});

test('a difference from TensorFlow.js is found', async () => {
  const tested = defineCase(scale, {
    sizes,
    attributes: () => 2,
    inputs: ({ rows, columns }, contents) => ({ x: contents.uniform([rows, columns], 1, 2) }),
    tensorflow: ({ x }) => ({ y: tf.mul(x, 2.00001) }),
  });
  const { failure } = await run(tested, 5, 1, sessions);
  expect(failure?.sizes).toEqual({ rows: 1, columns: 1 });
  expect(failure?.sentences[0]).toContain('(tfjs-wasm): off by 5.');
});

test('a result of another shape than in TensorFlow.js is found', async () => {
  const tested = defineCase(reshape, {
    sizes,
    attributes: ({ rows, columns }) => [rows * columns],
    inputs: ({ rows, columns }, contents) => ({ x: contents.normal([rows, columns]) }),
    tensorflow: ({ x }) => ({ y: x }),
  });
  const { failure } = await run(tested, 5, 1, sessions);
  expect(failure?.sentences[0]).toMatch(/y has the shape \[\d+\], in tfjs-wasm \[\d+, \d+\]/);
});

test('a kernel that dies is found, and spoils nothing for others', async () => {
  const outside = defineOp<{ x: Value }, void, 'y'>('outside', {
    ...wrong,
    // Far outside of the memory.
    lower: ({ x, y }, _, tape) => tape.emit('scale', { x, y, length: 2 ** 28, factor: 2 }),
  });
  const spec = {
    // One element: each attempt to shrink it costs new threads.
    sizes: () => ({ rows: 1, columns: 1 }),
    inputs: ({ rows, columns }: ReturnType<typeof sizes>, contents: Contents) => ({
      x: contents.normal([rows, columns]),
    }),
  };
  const { failure } = await run(defineCase(outside, spec), 5, 1, sessions);
  expect(failure?.sentences[0]).toMatch(/^with simd kernels and 1 threads: KernelError/);
  const { failure: none } = await run(defineCase(scale, { ...spec, attributes: () => 2 }), 5, 1, sessions);
  expect(none).toBeUndefined();
});

test('sizes that an op refuses are an error of the case', async () => {
  const tested = defineCase(reshape, {
    sizes,
    attributes: () => [7],
    inputs: ({ rows, columns }, contents) => ({ x: contents.normal([rows, columns]) }),
  });
  await expect(run(tested, 5, 1, sessions)).rejects.toThrow(
    'The case reshape cannot have the sizes rows=33,columns=70: ShapeError',
  );
});
