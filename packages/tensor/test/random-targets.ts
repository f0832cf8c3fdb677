import type { RandomStream } from '../src/rng.js';
import { type Shape, sizeOf } from '../src/shape.js';
import { Tensor } from '../src/tensor.js';

/** Labels 0 … classes − 1. */
export function randomLabels(stream: RandomStream, shape: Shape, classes: number): Tensor<'i32'> {
  return new Tensor(
    'i32',
    shape,
    Int32Array.from({ length: sizeOf(shape) }, () => stream.integer(classes)),
  );
}

/** Positive numbers that add up to 1 along the last axis. */
export function randomDistributions(stream: RandomStream, shape: Shape): Tensor<'f32'> {
  const width = shape.at(-1)!;
  const data = Float32Array.from({ length: sizeOf(shape) }, () => stream.uniform(0.05, 1));
  for (let begin = 0; begin < data.length; begin += width) {
    const row = data.subarray(begin, begin + width);
    const sum = row.reduce((a, b) => a + b, 0);
    row.forEach((value, i) => {
      row[i] = value / sum;
    });
  }
  return new Tensor('f32', shape, data);
}

/** Zeros and ones. */
export function randomBits(stream: RandomStream, shape: Shape): Tensor<'f32'> {
  return new Tensor(
    'f32',
    shape,
    Float32Array.from({ length: sizeOf(shape) }, () => stream.integer(2)),
  );
}
