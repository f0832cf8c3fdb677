import { randomStream, type Tensor } from '@cnn/tensor';
import { describe, expect, it } from 'vitest';
import { bilinearKernel } from './bilinear-kernel.js';
import { type InitializerName, initialize, initializerName } from './initializers.js';

const kernel = [3, 3, 40, 60];
const fanIn = 9 * 40;
const fanOut = 9 * 60;

function draw(name: InitializerName, shape = kernel): Tensor<'f32'> {
  return initialize(name, shape, randomStream(1, name));
}

function variance({ data }: Tensor<'f32'>): number {
  const mean = data.reduce((sum, number) => sum + number, 0) / data.length;
  return data.reduce((sum, number) => sum + (number - mean) ** 2, 0) / data.length;
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
  });

  it('stay within their limits, and reach them', () => {
    const limits: readonly (readonly [InitializerName, number])[] = [
      ['glorotUniform', Math.sqrt(6 / (fanIn + fanOut))],
      ['heUniform', Math.sqrt(6 / fanIn)],
      ['glorotNormal', (2 * Math.sqrt(2 / (fanIn + fanOut))) / 0.8796256610342398],
      ['heNormal', (2 * Math.sqrt(2 / fanIn)) / 0.8796256610342398],
    ];
    for (const [name, limit] of limits) {
      expect(largest(draw(name)) / limit, name).toBeLessThanOrEqual(1 + 1e-6);
      expect(largest(draw(name)) / limit, name).toBeGreaterThan(0.98);
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

  it('name the nearest when there is none of a name', () => {
    expect(() => initializerName('The kernelInitializer', 'glorot_uniform')).toThrow(
      "Did you mean 'glorotUniform'?",
    );
  });
});
