import { describe, expect, it } from 'vitest';
import { checkLayer } from '../../test/check-layer.js';
import { sequential } from '../sequential.js';
import { separableConv2d } from './separable-conv2d.js';

describe('separableConv2d', () => {
  it('is a whole layer with its defaults', () =>
    checkLayer((options) => separableConv2d({ filters: 5, kernelSize: 3, ...options }), [7, 6, 3]));

  it('is a whole layer with several filters for each channel, dilation and an activation', () =>
    checkLayer(
      (options) =>
        separableConv2d({
          filters: 4,
          kernelSize: 3,
          depthMultiplier: 2,
          dilationRate: 2,
          padding: 'same',
          activation: 'tanh',
          pointwiseInitializer: 'heNormal',
          ...options,
        }),
      [6, 7, 3],
    ));

  it('has two kernels and a bias, and counts its operations', () => {
    const layer = separableConv2d({ filters: 8, kernelSize: 3, depthMultiplier: 2, inputShape: [10, 10, 4] });
    sequential([layer]);
    expect(layer.weights.map(({ name, shape }) => [name, shape])).toEqual([
      ['separable_conv2d/depthwise_kernel', [3, 3, 4, 2]],
      ['separable_conv2d/pointwise_kernel', [1, 1, 8, 8]],
      ['separable_conv2d/bias', [8]],
    ]);
    expect(layer.flops([10, 10, 4])).toBe(2 * 8 * 8 * (8 * 9 + 8 * 8));
  });

  it('refuses options that mean nothing', () => {
    expect(() => separableConv2d({ filters: 1.5, kernelSize: 3 })).toThrow(
      'The filters of SeparableConv2D is 1.5',
    );
    expect(() => separableConv2d({ filters: 1, kernelSize: 3, kernelInitializer: 'ones' } as never)).toThrow(
      "no option 'kernelInitializer'",
    );
  });
});
