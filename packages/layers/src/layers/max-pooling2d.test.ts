import { describe, expect, it } from 'vitest';
import { checkLayer } from '../../test/check-layer.js';
import { sequential } from '../sequential.js';
import { flatten } from './flatten.js';
import { maxPooling2d } from './max-pooling2d.js';

describe('maxPooling2d', () => {
  it('is a whole layer with its defaults', () => checkLayer((options) => maxPooling2d(options), [6, 7, 3]));

  it('is a whole layer with windows that overlap', () =>
    checkLayer(
      (options) => maxPooling2d({ poolSize: 3, strides: 2, padding: 'same', ...options }),
      [6, 5, 2],
    ));

  it('moves by its window unless told otherwise', () => {
    expect(maxPooling2d({ poolSize: [2, 3] }).strides).toEqual([2, 3]);
    expect(maxPooling2d({ poolSize: 3, strides: [1, 2] }).strides).toEqual([1, 2]);
  });

  it('names itself when inputs do not fit', () => {
    expect(() => sequential([flatten({ inputShape: [4, 4, 1] }), maxPooling2d()])).toThrow(
      'max_pooling2d (MaxPooling2D) was given inputs of shape [16]; it takes images, [height, width, channels]. Put it before flatten().',
    );
    expect(() => sequential([maxPooling2d({ poolSize: 5, inputShape: [8, 4, 1], name: 'shrink' })])).toThrow(
      /^shrink \(MaxPooling2D\) was given inputs of shape \[8, 4, 1\]\. A window of 5/,
    );
  });
});
