import { randomStream, type Tensor } from '@cnn/tensor';
import { describe, expect, it } from 'vitest';
import { bilinearKernel } from './bilinear-kernel.js';
import { initialize } from './initialize.js';
import {
  constant,
  type KnownInitializer,
  orthogonal,
  randomNormal,
  randomUniform,
  truncatedNormal,
  varianceScaling,
} from './initializers.js';

const kernel = [3, 3, 40, 60];
const fanIn = 9 * 40;
const fanOut = 9 * 60;

function draw(initializer: KnownInitializer, shape = kernel): Tensor<'f32'> {
  return initialize(initializer, shape, randomStream(1, JSON.stringify(initializer)));
}

function mean({ data }: Tensor<'f32'>): number {
  return data.reduce((sum, number) => sum + number, 0) / data.length;
}

function variance(tensor: Tensor<'f32'>): number {
  const middle = mean(tensor);
  return tensor.data.reduce((sum, number) => sum + (number - middle) ** 2, 0) / tensor.data.length;
}

function largest({ data }: Tensor<'f32'>): number {
  return data.reduce((most, number) => Math.max(most, Math.abs(number)), 0);
}

describe('initializers', () => {
  it('have the variances of their papers', () => {
    const glorot = 2 / (fanIn + fanOut);
    const he = 2 / fanIn;
    expect(variance(draw('glorotUniform')) / glorot).toBeCloseTo(1, 1);
    expect(variance(draw('glorotNormal')) / glorot).toBeCloseTo(1, 1);
    expect(variance(draw('heUniform')) / he).toBeCloseTo(1, 1);
    expect(variance(draw('heNormal')) / he).toBeCloseTo(1, 1);
    expect(variance(draw('lecunUniform')) * fanIn).toBeCloseTo(1, 1);
    expect(variance(draw('lecunNormal')) * fanIn).toBeCloseTo(1, 1);
  });

  it('stay within their limits, and reach them', () => {
    const limits: readonly (readonly [KnownInitializer, number])[] = [
      ['glorotUniform', Math.sqrt(6 / (fanIn + fanOut))],
      ['heUniform', Math.sqrt(6 / fanIn)],
      ['glorotNormal', (2 * Math.sqrt(2 / (fanIn + fanOut))) / 0.8796256610342398],
      ['heNormal', (2 * Math.sqrt(2 / fanIn)) / 0.8796256610342398],
      ['lecunUniform', Math.sqrt(3 / fanIn)],
      ['lecunNormal', (2 * Math.sqrt(1 / fanIn)) / 0.8796256610342398],
      [truncatedNormal({ stddev: 0.3 }), 0.6],
      [randomUniform({ minval: -2, maxval: 1 }), 2],
      [varianceScaling({ scale: 3, mode: 'fanOut', distribution: 'uniform' }), Math.sqrt(9 / fanOut)],
    ];
    for (const [name, limit] of limits) {
      expect(largest(draw(name)) / limit, JSON.stringify(name)).toBeLessThanOrEqual(1 + 1e-6);
      expect(largest(draw(name)) / limit, JSON.stringify(name)).toBeGreaterThan(0.98);
    }
  });

  it('count the fans of dense kernels by their two axes', () => {
    expect(largest(draw('heUniform', [50, 3000])) / Math.sqrt(6 / 50)).toBeCloseTo(1, 2);
  });

  it('can be constant', () => {
    expect([...draw('zeros', [3]).data]).toEqual([0, 0, 0]);
    expect([...draw('ones', [3]).data]).toEqual([1, 1, 1]);
  });

  it('can interpolate', () => {
    expect(draw('bilinear', [4, 4, 2, 2]).data).toEqual(bilinearKernel([4, 4, 2, 2]));
  });

  it('have the means and deviations that they are asked for', () => {
    const normal = draw(randomNormal({ mean: 1, stddev: 0.5 }));
    // Five standard deviations of such a mean.
    const near = 5 * Math.sqrt(0.25 / normal.data.length);
    expect(Math.abs(mean(normal) - 1)).toBeLessThan(near);
    expect(Math.sqrt(variance(normal))).toBeCloseTo(0.5, 2);
    // As many as there should be beyond two deviations, 4.55 %, to within five deviations of such a count.
    const beyond = normal.data.filter((number) => Math.abs(number - 1) > 1).length / normal.data.length;
    expect(Math.abs(beyond - 0.0455)).toBeLessThan(5 * Math.sqrt(0.0455 / normal.data.length));
    const cut = draw(truncatedNormal({ mean: -1, stddev: 0.5 }));
    expect(Math.abs(mean(cut) + 1)).toBeLessThan(near);
    expect(Math.sqrt(variance(cut))).toBeCloseTo(0.5 * 0.8796, 2);
    const even = draw(randomUniform({ minval: 2, maxval: 5 }));
    expect(mean(even)).toBeCloseTo(3.5, 1);
    expect(variance(even)).toBeCloseTo(9 / 12, 1);
    expect(even.data.every((number) => number >= 2 && number <= 5)).toBe(true);
  });

  it('scale variances by the fans that they are told', () => {
    for (const distribution of ['truncatedNormal', 'untruncatedNormal', 'uniform'] as const) {
      for (const [mode, fan] of [
        ['fanIn', fanIn],
        ['fanOut', fanOut],
        ['fanAvg', (fanIn + fanOut) / 2],
      ] as const) {
        const scaled = draw(varianceScaling({ scale: 0.5, mode, distribution }));
        expect((variance(scaled) * fan) / 0.5, `${distribution} ${mode}`).toBeCloseTo(1, 1);
      }
    }
    const limit = 2 * Math.sqrt(1 / fanIn);
    expect(largest(draw(varianceScaling({ distribution: 'untruncatedNormal' })))).toBeGreaterThan(
      1.3 * limit,
    );
  });

  it('stay the same numbers, so that seeds mean what they meant', () => {
    const [random, again] = [randomStream(7, 'kernel'), randomStream(7, 'kernel')];
    const limit = Math.sqrt((3 * 2) / (8 + 3));
    const expected = Float32Array.from({ length: 24 }, () => random.uniform(-limit, limit));
    expect(initialize('glorotUniform', [8, 3], again).data).toEqual(expected);
  });

  it.each([[[5, 3]], [[3, 5]], [[4, 4]], [[2, 2, 3, 7]], [[3, 3, 2, 30]]])(
    'can be at right angles to each other: %j',
    (shape) => {
      const { data } = draw(orthogonal({ gain: 3 }), shape);
      const columns = shape.at(-1)!;
      const rows = data.length / columns;
      const [count, length] = rows < columns ? [rows, columns] : [columns, rows];
      const element = (vector: number, i: number): number =>
        rows < columns ? data[vector * columns + i]! : data[i * columns + vector]!;
      for (let a = 0; a < count; a++) {
        for (let b = 0; b < count; b++) {
          let product = 0;
          for (let i = 0; i < length; i++) product += element(a, i) * element(b, i);
          expect(product).toBeCloseTo(a === b ? 9 : 0, 5);
        }
      }
    },
  );

  it('can be constant at any number', () => {
    expect([...draw(constant(0.25), [2]).data]).toEqual([0.25, 0.25]);
  });
});
