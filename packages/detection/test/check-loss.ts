import { gradients, input, interpret, mean, type NdArray, Session, Tensor, toNdArray } from '@cnn/tensor';
import type { Loss } from '@cnn/train';
import { expect } from 'vitest';

/** A row of numbers for each box. */
export type Rows = readonly (readonly number[])[];

const STEP = 1e-5;

/**
 * Holds a loss of one image to a formula in f64: as the graph defines it and as the kernels compute it, and its slope
 * to what small steps of each number do.
 */
export async function checkLoss(loss: Loss, output: Rows, y: Rows, expected: number): Promise<void> {
  const shape = [1, output.length, output[0]!.length];
  const tensors = [output, y].map((rows) => new Tensor('f32', shape, Float32Array.from(rows.flat())));
  const [x, targets] = [input('x', shape), input('y', shape)];
  const total = mean({ x: loss.build(x, targets).each }).y;
  const slope = gradients(total, [x])[0]!;
  const feeds = new Map([x, targets].map((value, i) => [value, toNdArray(tensors[i]!)] as const));
  const totalOf = (data: NdArray['data']): number =>
    interpret([total], new Map(feeds).set(x, { shape, data }))[0]!.data[0]!;

  const [value, analytic] = interpret([total, slope], feeds);
  expect(value!.data[0]! / expected).toBeCloseTo(1, 5);
  const { data } = feeds.get(x)!;
  data.forEach((number, i) => {
    const moved = (step: number): number =>
      totalOf(data.map((other, k) => (k === i ? number + step : other)));
    expect((moved(STEP) - moved(-STEP)) / (2 * STEP), `slope ${i}`).toBeCloseTo(analytic!.data[i]!, 5);
  });

  const session = await Session.create({ threads: 2 });
  const executable = session.program().compile({ outputs: { total, slope } });
  executable.write('x', tensors[0]!);
  executable.write('y', tensors[1]!);
  executable.run();
  expect(executable.read('total').data[0]! / expected).toBeCloseTo(1, 5);
  executable.read('slope').data.forEach((computed, i) => {
    expect(computed, `computed slope ${i}`).toBeCloseTo(analytic!.data[i]!, 4);
  });
  await session.close();
}

/** −(t ln σ(x) + (1 − t) ln (1 − σ(x))) */
export function binaryEntropy(x: number, t: number): number {
  const p = 1 / (1 + Math.exp(-x));
  return -(t * Math.log(p) + (1 - t) * Math.log(1 - p));
}

export const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
