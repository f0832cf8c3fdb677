import { describe, expect, it } from 'vitest';
import { checkLayer } from '../../test/check-layer.js';
import { inputLayer } from '../input-layer.js';
import { upSampling2d } from './up-sampling2d.js';

describe('upSampling2d', () => {
  it('is a whole layer with its defaults', () => checkLayer((options) => upSampling2d(options), [3, 4, 2]));

  it('is a whole layer between centres', () =>
    checkLayer(
      (options) => upSampling2d({ size: [2, 3], interpolation: 'bilinear', ...options }),
      [3, 2, 4],
    ));

  it('refuses what it cannot do', () => {
    expect(() => upSampling2d({ interpolation: 'bicubic' as never })).toThrow(
      "it can be 'nearest', 'bilinear'",
    );
    expect(() => upSampling2d({ size: 0 })).toThrow('The size of UpSampling2D is 0');
    expect(() => upSampling2d().apply(inputLayer({ shape: [4] }))).toThrow('it takes images');
  });
});
