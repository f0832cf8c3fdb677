import { describe, expect, it } from 'vitest';
import { checkLayer } from '../../test/check-layer.js';
import { inputLayer } from '../input-layer.js';
import { permute } from './permute.js';
import { reshape } from './reshape.js';

const image = inputLayer({ shape: [4, 3, 2] });

describe('reshape', () => {
  it('is a whole layer', () =>
    checkLayer((options) => reshape({ targetShape: [2, 12], ...options }), [4, 3, 2]));

  it('finds out what −1 stands for', () => {
    expect(reshape({ targetShape: [2, -1, 3] }).apply(image).shape).toEqual([null, 2, 4, 3]);
    expect(reshape({ targetShape: [-1] }).apply(image).shape).toEqual([null, 24]);
  });

  it('refuses other sizes', () => {
    expect(() => reshape({ targetShape: [5, -1] }).apply(image)).toThrow(
      'fill the shape [5, -1], 24 numbers',
    );
    expect(() => reshape({ targetShape: [23] }).apply(image)).toThrow('Reshape was given inputs');
    for (const targetShape of [[-1, -1], [0, 2], 5, undefined])
      expect(() => reshape({ targetShape: targetShape as never })).toThrow('The targetShape of Reshape is');
  });
});

describe('permute', () => {
  it('is a whole layer', () => checkLayer((options) => permute({ dims: [2, 3, 1], ...options }), [4, 3, 2]));

  it('takes each axis once', () => {
    expect(permute({ dims: [3, 1, 2] }).apply(image).shape).toEqual([null, 2, 4, 3]);
    expect(() => permute({ dims: [2, 1] }).apply(image)).toThrow('inputs of 2 axes, as its dims say');
    for (const dims of [[0, 1], [1, 1], [], [1, 3], 2])
      expect(() => permute({ dims: dims as never })).toThrow('The dims of Permute is');
  });
});
