import { describe, expect, it } from 'vitest';
import { checkLayer } from '../../test/check-layer.js';
import { sequential } from '../sequential.js';
import { groupNormalization } from './group-normalization.js';
import { layerNormalization } from './layer-normalization.js';
import { localResponseNormalization } from './local-response-normalization.js';

describe('layerNormalization', () => {
  it('is a whole layer on images', () => checkLayer((options) => layerNormalization(options), [4, 3, 7]));

  it('is a whole layer on vectors, with options of its own', () =>
    checkLayer(
      (options) => layerNormalization({ epsilon: 0.1, center: false, gammaInitializer: 'ones', ...options }),
      [9],
    ));

  it('has a gamma and a beta for each channel', () => {
    const model = sequential([layerNormalization({ inputShape: [4, 4, 3] })]);
    expect(model.weights.map(({ name, shape }) => [name, shape])).toEqual([
      ['layer_normalization/gamma', [3]],
      ['layer_normalization/beta', [3]],
    ]);
  });
});

describe('groupNormalization', () => {
  it('is a whole layer', () =>
    checkLayer((options) => groupNormalization({ groups: 2, ...options }), [4, 3, 6]));

  it('is a whole layer with a group of each channel, and no scale', () =>
    checkLayer((options) => groupNormalization({ groups: -1, scale: false, ...options }), [4, 4, 3]));

  it('has 32 groups, which must divide the channels', () => {
    expect(groupNormalization().groups).toBe(32);
    expect(() => sequential([groupNormalization({ inputShape: [4, 4, 48] })])).toThrow(
      'it takes channels that form 32 groups of the same size',
    );
    expect(() => groupNormalization({ groups: 0 })).toThrow('Choose 1 or more, or -1');
  });
});

describe('localResponseNormalization', () => {
  it('is a whole layer', () => checkLayer((options) => localResponseNormalization(options), [4, 3, 16]));

  it('is a whole layer as in AlexNet', () =>
    checkLayer(
      (options) =>
        localResponseNormalization({ depthRadius: 2, bias: 2, alpha: 1e-4, beta: 0.75, ...options }),
      [3, 3, 9],
    ));

  it('refuses options that mean nothing', () => {
    expect(() => localResponseNormalization({ depthRadius: 0.5 })).toThrow('whole number of channels');
    expect(() => localResponseNormalization({ bias: 0 })).toThrow('a number greater than 0');
    expect(() => localResponseNormalization({ beta: Number.NaN })).toThrow('a finite number');
  });
});
