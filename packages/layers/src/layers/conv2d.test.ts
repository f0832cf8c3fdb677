import { describe, expect, it } from 'vitest';
import { checkLayer } from '../../test/check-layer.js';
import { sequential } from '../sequential.js';
import { conv2d } from './conv2d.js';

describe('conv2d', () => {
  it('is a whole layer with its defaults', () =>
    checkLayer((options) => conv2d({ filters: 4, kernelSize: 3, ...options }), [7, 6, 3]));

  it('is a whole layer with same padding, strides and an activation', () =>
    checkLayer(
      (options) =>
        conv2d({
          filters: 5,
          kernelSize: [2, 3],
          strides: [1, 2],
          padding: 'same',
          activation: 'relu',
          kernelInitializer: 'heNormal',
          ...options,
        }),
      [6, 9, 2],
    ));

  it('is a whole layer with padding in cells and no bias', () =>
    checkLayer(
      (options) =>
        conv2d({
          filters: 3,
          kernelSize: 3,
          padding: [
            [0, 1],
            [2, 0],
          ],
          useBias: false,
          activation: 'tanh',
          ...options,
        }),
      [5, 4, 1],
    ));

  it('is a whole layer with dilated filters', () =>
    checkLayer(
      (options) =>
        conv2d({ filters: 3, kernelSize: [3, 2], padding: 'same', dilationRate: [2, 3], ...options }),
      [6, 7, 2],
    ));

  it('is a whole layer in groups', () =>
    checkLayer((options) => conv2d({ filters: 6, kernelSize: 3, groups: 2, ...options }), [6, 5, 4]));

  it('has a kernel for each filter and a bias, and counts its operations', () => {
    const layer = conv2d({ filters: 8, kernelSize: [3, 5], inputShape: [10, 10, 2] });
    sequential([layer]);
    expect(layer.weights.map(({ name, shape }) => [name, shape])).toEqual([
      ['conv2d/kernel', [3, 5, 2, 8]],
      ['conv2d/bias', [8]],
    ]);
    expect(layer.flops([10, 10, 2])).toBe(2 * 8 * 6 * (3 * 5 * 2) * 8);
  });

  it('sees a part of the channels in groups', () => {
    const layer = conv2d({ filters: 8, kernelSize: 3, groups: 4, useBias: false, inputShape: [10, 10, 12] });
    sequential([layer]);
    expect(layer.weights[0]!.shape).toEqual([3, 3, 3, 8]);
    expect(layer.flops([10, 10, 12])).toBe(2 * 8 * 8 * (3 * 3 * 3) * 8);
    expect(() => conv2d({ filters: 8, kernelSize: 3, groups: 3 })).toThrow(
      'The groups of Conv2D are 3; they must divide its 8 filters.',
    );
    expect(() =>
      sequential([conv2d({ filters: 8, kernelSize: 3, groups: 4, inputShape: [9, 9, 6] })]),
    ).toThrow('it takes images whose channels make 4 equal groups.');
  });

  it('refuses options that mean nothing, and says what would', () => {
    expect(() => conv2d({ filters: 0, kernelSize: 3 })).toThrow(
      'The filters of Conv2D is 0; it must be a whole number. Choose 1 or more.',
    );
    expect(() => conv2d({ filters: 1, kernelSize: [3, 3, 3] as never })).toThrow(
      /kernelSize of Conv2D is \[3,3,3\]/,
    );
    expect(() => conv2d({ filters: 1, kernelSize: 3, dilationRate: 0 })).toThrow(
      'The dilationRate of Conv2D is 0; it must be a whole number. Choose 1 or more.',
    );
    expect(() => conv2d({ filters: 1, kernelSize: 3, padding: 'some' as never })).toThrow(
      "Did you mean 'same'?",
    );
    expect(() =>
      conv2d({
        filters: 1,
        kernelSize: 3,
        padding: [
          [1, 1],
          [1, -1],
        ],
      }),
    ).toThrow(/\[\[1,1\],\[1,-1\]\]/);
    expect(() => conv2d({ filters: 1, kernelSize: 3, activation: 'Relu' as never })).toThrow(
      "Did you mean 'relu'?",
    );
    expect(() => conv2d({ filters: 1, kernelSize: 3, kernelInitializer: 'he_uniform' as never })).toThrow(
      "Did you mean 'heUniform'?",
    );
    expect(() => conv2d({ filters: 1, kernelsize: 3 } as never)).toThrow("Did you mean 'kernelSize'?");
    expect(() => conv2d({ filters: 1, kernelSize: 3, useBias: 1 as never })).toThrow('true or false');
  });

  it('names itself when inputs do not fit', () => {
    const layers = () => [
      conv2d({ filters: 2, kernelSize: 3, inputShape: [4, 4, 1] }),
      conv2d({ filters: 2, kernelSize: 3 }),
    ];
    expect(() => sequential(layers())).toThrow(
      /^conv2d_1 \(Conv2D\) was given inputs of shape \[2, 2, 2\]\. A window of 3 does not fit into an axis of 2/,
    );
    expect(() => sequential([conv2d({ filters: 2, kernelSize: 3, inputShape: [28, 28] })])).toThrow(
      'conv2d (Conv2D) was given inputs of shape [28, 28]; it takes images, [height, width, channels].',
    );
  });
});
