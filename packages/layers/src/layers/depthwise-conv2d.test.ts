import { describe, expect, it } from 'vitest';
import { checkLayer } from '../../test/check-layer.js';
import { sequential } from '../sequential.js';
import { depthwiseConv2d } from './depthwise-conv2d.js';

describe('depthwiseConv2d', () => {
  it('is a whole layer with its defaults', () =>
    checkLayer((options) => depthwiseConv2d({ kernelSize: 3, ...options }), [7, 6, 3]));

  it('is a whole layer with several filters for each channel, strides and an activation', () =>
    checkLayer(
      (options) =>
        depthwiseConv2d({
          kernelSize: [3, 2],
          depthMultiplier: 3,
          strides: 2,
          padding: 'same',
          activation: 'relu',
          depthwiseInitializer: 'heUniform',
          ...options,
        }),
      [7, 8, 4],
    ));

  it('has filters for each channel, and counts its operations', () => {
    const layer = depthwiseConv2d({ kernelSize: [3, 5], depthMultiplier: 2, inputShape: [10, 10, 4] });
    sequential([layer]);
    expect(layer.weights.map(({ name, shape }) => [name, shape])).toEqual([
      ['depthwise_conv2d/kernel', [3, 5, 4, 2]],
      ['depthwise_conv2d/bias', [8]],
    ]);
    expect(layer.flops([10, 10, 4])).toBe(2 * 8 * 6 * 8 * (3 * 5));
  });

  it('refuses options that mean nothing', () => {
    expect(() => depthwiseConv2d({ kernelSize: 3, depthMultiplier: 0 })).toThrow(
      'The depthMultiplier of DepthwiseConv2D is 0',
    );
    expect(() => depthwiseConv2d({ kernelSize: 3, filters: 4 } as never)).toThrow("no option 'filters'");
  });
});
