import { describe, expect, it } from 'vitest';
import { checkLayer } from '../../test/check-layer.js';
import { averagePooling2d } from './average-pooling2d.js';

describe('averagePooling2d', () => {
  it('is a whole layer with its defaults', () =>
    checkLayer((options) => averagePooling2d(options), [6, 7, 3]));

  it('is a whole layer with windows that overlap', () =>
    checkLayer(
      (options) => averagePooling2d({ poolSize: [3, 2], strides: [2, 1], padding: 'same', ...options }),
      [6, 5, 2],
    ));

  it('refuses windows that are no size', () => {
    expect(() => averagePooling2d({ poolSize: 0 })).toThrow('The poolSize of AveragePooling2D is 0');
  });
});
