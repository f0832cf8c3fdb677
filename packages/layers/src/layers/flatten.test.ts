import { describe, expect, it } from 'vitest';
import { checkLayer } from '../../test/check-layer.js';
import { flatten } from './flatten.js';

describe('flatten', () => {
  it('is a whole layer on images', () => checkLayer((options) => flatten(options), [3, 4, 2]));

  it('is a whole layer on vectors', () => checkLayer((options) => flatten(options), [5]));

  it('keeps all elements', () => expect(flatten().outputShape([3, 4, 2])).toEqual([24]));
});
