import { describe, expect, it } from 'vitest';
import { checkLayer } from '../../test/check-layer.js';
import { sequential } from '../sequential.js';
import { conv2dTranspose } from './conv2d-transpose.js';

describe('conv2dTranspose', () => {
  it('is a whole layer with its defaults', () =>
    checkLayer((options) => conv2dTranspose({ filters: 4, kernelSize: 3, ...options }), [4, 5, 3]));

  it('is a whole layer with same padding, strides and an activation', () =>
    checkLayer(
      (options) =>
        conv2dTranspose({
          filters: 5,
          kernelSize: [3, 4],
          strides: [2, 3],
          padding: 'same',
          activation: 'relu',
          kernelInitializer: 'heNormal',
          ...options,
        }),
      [3, 4, 2],
    ));

  it('is a whole layer with output padding and without bias', () =>
    checkLayer(
      (options) =>
        conv2dTranspose({
          filters: 2,
          kernelSize: 3,
          strides: 2,
          padding: 'same',
          outputPadding: [1, 0],
          useBias: false,
          ...options,
        }),
      [4, 3, 3],
    ));

  it('has a kernel from outputs to inputs and a bias, and counts its operations', () => {
    const layer = conv2dTranspose({ filters: 8, kernelSize: [2, 3], strides: 2, inputShape: [5, 6, 4] });
    const model = sequential([layer]);
    expect(model.outputShape).toEqual([null, 10, 13, 8]);
    expect(layer.weights.map(({ name, shape }) => [name, shape])).toEqual([
      ['conv2d_transpose/kernel', [2, 3, 8, 4]],
      ['conv2d_transpose/bias', [8]],
    ]);
    expect(layer.flops([5, 6, 4])).toBe(2 * 5 * 6 * 4 * (2 * 3) * 8);
  });

  it('refuses options that mean nothing, and says what would', () => {
    const transpose = (options: object) => () => conv2dTranspose({ filters: 1, kernelSize: 3, ...options });
    expect(transpose({ outputPadding: 1 })).toThrow('from 0 to below the strides [1,1]');
    expect(transpose({ strides: 2, outputPadding: [1, 2] })).toThrow(
      'outputPadding of Conv2DTranspose is [1,2]',
    );
    const cells = [
      [1, 1],
      [1, 1],
    ];
    expect(transpose({ padding: cells })).toThrow("it can be 'valid', 'same'");
    expect(transpose({ groups: 2 })).toThrow("no option 'groups'");
  });

  it('names itself when inputs do not fit', () => {
    const layer = conv2dTranspose({
      filters: 1,
      kernelSize: 2,
      strides: 2,
      padding: 'same',
      outputPadding: 0,
      inputShape: [1, 4, 3],
    });
    expect(() => sequential([layer])).toThrow(
      /^conv2d_transpose \(Conv2DTranspose\) was given inputs of shape \[1, 4, 3\]\./,
    );
  });
});
