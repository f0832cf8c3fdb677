import { describe, expect, it } from 'vitest';
import { checkLayer } from '../../test/check-layer.js';
import { sequential } from '../sequential.js';
import { dense } from './dense.js';

describe('dense', () => {
  it('is a whole layer on vectors', () => checkLayer((options) => dense({ units: 5, ...options }), [7]));

  it('is a whole layer on the last axis of images, with an activation and no bias', () =>
    checkLayer(
      (options) => dense({ units: 3, activation: 'sigmoid', useBias: false, ...options }),
      [2, 3, 4],
    ));

  it('is a whole layer with softmax', () =>
    checkLayer(
      (options) => dense({ units: 4, activation: 'softmax', biasInitializer: 'ones', ...options }),
      [6],
    ));

  it('has a kernel and a bias, and counts its operations', () => {
    const layer = dense({ units: 5, inputShape: [7], name: 'scores' });
    sequential([layer]);
    expect(layer.weights.map(({ name, shape }) => [name, shape])).toEqual([
      ['scores/kernel', [7, 5]],
      ['scores/bias', [5]],
    ]);
    expect(layer.flops([7])).toBe(70);
    expect(layer.flops([2, 7])).toBe(140);
  });

  it('refuses units that are no number', () => {
    expect(() => dense({ units: 2.5 })).toThrow('The units of Dense is 2.5; it must be a whole number.');
    expect(() => dense({} as never)).toThrow('The units of Dense is undefined');
  });
});
