import { describe, expect, it } from 'vitest';
import { checkLayer } from '../../test/check-layer.js';
import { inputLayer } from '../input-layer.js';
import { globalAveragePooling2d } from './global-average-pooling2d.js';
import { globalMaxPooling2d } from './global-max-pooling2d.js';

const poolings = [globalAveragePooling2d, globalMaxPooling2d].map((make) => ({ name: make.name, make }));

describe.each(poolings)('$name', ({ make }) => {
  it('is a whole layer', () => checkLayer((options) => make(options), [5, 4, 3]));

  it('is a whole layer that keeps its axes', () =>
    checkLayer((options) => make({ keepdims: true, ...options }), [2, 3, 6]));

  it('takes images only', () => {
    expect(() => make().apply(inputLayer({ shape: [4] }))).toThrow(
      'it takes images, [height, width, channels]',
    );
    expect(() => make({ keepdims: 1 as never })).toThrow('true or false');
    expect(make({ keepdims: true }).apply(inputLayer({ shape: [9, 9, 2] })).shape).toEqual([null, 1, 1, 2]);
  });
});
