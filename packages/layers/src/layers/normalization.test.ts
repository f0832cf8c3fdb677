import { interpret } from '@cnn/tensor';
import { describe, expect, it } from 'vitest';
import { checkLayer } from '../../test/check-layer.js';
import { inferContext } from '../context.js';
import { sequential } from '../sequential.js';
import { normalization } from './normalization.js';

describe('normalization', () => {
  it('is a whole layer, all channels alike', () =>
    checkLayer((options) => normalization({ mean: 0.3, variance: 2, ...options }), [4, 3, 2]));

  it('is a whole layer, each channel its own, inverted', () =>
    checkLayer(
      (options) => normalization({ mean: [1, 2, 3], variance: [0.5, 1, 2], invert: true, ...options }),
      [4, 2, 3],
    ));

  it('gives data of this mean and variance mean 0 and variance 1', () => {
    const model = sequential([normalization({ mean: [3, 0], variance: [4, 4], inputShape: [2] })]);
    const x = model.inputValue(2);
    const data = { shape: [2, 2], data: Float64Array.of(1, -2, 5, 2) };
    const [y] = interpret([model.call(x, inferContext)], new Map([[x, data]]));
    expect([...y!.data]).toEqual([-1, -1, 1, 1]);
  });

  it('refuses numbers that are none, below 0, or not one for each channel', () => {
    expect(() => normalization({ mean: 0 } as never)).toThrow('The variance of Normalization is undefined');
    expect(() => normalization({ mean: [0, 0], variance: [1, -1] })).toThrow('it cannot be below 0');
    expect(() => normalization({ mean: [1, 2], variance: 1 })).toThrow('as many of one as of the other');
    expect(() => sequential([normalization({ mean: [1, 2], variance: [1, 1], inputShape: [3] })])).toThrow(
      'it takes 2 channels, as its numbers do',
    );
  });
});
