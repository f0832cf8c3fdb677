import { describe, expect, it } from 'vitest';
import type { ConvolutionTask } from './task.ts';
import { workOf } from './work.ts';

const conv1: ConvolutionTask = {
  kind: 'conv2d',
  batch: 1,
  height: 32,
  width: 32,
  channels: 3,
  kernel: 3,
  stride: 1,
  filters: 32,
  padding: 'same',
};
const conv2: ConvolutionTask = {
  ...conv1,
  height: 16,
  width: 16,
  channels: 32,
  filters: 64,
  padding: 'valid',
};

describe('workOf', () => {
  it('counts the 9.80 million operations of the reference network for an image', () => {
    const flops = [
      conv1,
      conv2,
      { kind: 'matMul', m: 1, k: 3136, n: 128 } as const,
      { kind: 'matMul', m: 1, k: 128, n: 10 } as const,
    ].reduce((sum, task) => sum + workOf(task).flops, 0);
    expect(flops / 1e6).toBeCloseTo(9.8, 2);
  });

  it('counts a convolution and both of its gradients alike', () => {
    const strided: ConvolutionTask = { ...conv2, stride: 2 };
    const kinds = ['conv2d', 'conv2dInputGradient', 'conv2dFilterGradient'] as const;
    expect(kinds.map((kind) => workOf({ ...strided, kind }).flops)).toEqual(
      Array(3).fill(2 * 7 * 7 * 9 * 32 * 64),
    );
  });

  it('counts what is read and written once', () => {
    expect(workOf({ kind: 'add', length: 1e9 }).amount).toBe(12);
    expect(workOf(conv1).bytes).toBe(4 * (32 * 32 * 3 + 9 * 3 * 32 + 32 * 32 * 32));
  });
});
