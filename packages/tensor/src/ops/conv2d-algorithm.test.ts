import { describe, expect, test } from 'vitest';
import { type Conv2dAlgorithm, conv2dAlgorithm, filterGradientAlgorithm } from './conv2d-algorithm.js';
import { type Conv2dWindow, conv2dGeometry, inputGradientGeometry } from './conv2d-geometry.js';

type Sizes = readonly [number, number, number, number];
const same: Conv2dWindow = { strides: [1, 1], padding: 'same' };
const valid: Conv2dWindow = { strides: [1, 1], padding: 'valid' };

describe('which algorithm a shape takes', () => {
  test.each<[string, Sizes, Sizes, Conv2dWindow, Conv2dAlgorithm[]]>([
    // For the output, the gradient of the input, that of the filters.
    ['stem', [32, 32, 32, 3], [3, 3, 3, 32], same, ['winograd', 'direct', 'direct']],
    ['stem, few filters', [32, 32, 32, 3], [3, 3, 3, 16], same, ['direct', 'direct', 'direct']],
    ['stem, small images', [32, 8, 8, 3], [3, 3, 3, 32], same, ['direct', 'direct', 'direct']],
    ['stem, no images', [0, 32, 32, 3], [3, 3, 3, 32], same, ['direct', 'direct', 'direct']],
    ['stem, one channel', [32, 28, 28, 1], [3, 3, 1, 32], same, ['direct', 'direct', 'direct']],
    ['3×3', [32, 16, 16, 32], [3, 3, 32, 64], valid, ['winograd', 'winograd', 'winograd']],
    ['3×3, 8 channels', [4, 16, 16, 8], [3, 3, 8, 8], same, ['winograd', 'winograd', 'winograd']],
    ['3×3, few channels', [32, 16, 16, 4], [3, 3, 4, 4], same, ['direct', 'direct', 'direct']],
    ['3×3, odd channels', [32, 16, 16, 33], [3, 3, 33, 64], same, ['direct', 'direct', 'direct']],
    ['3×3, one tile', [1, 4, 4, 64], [3, 3, 64, 64], same, ['direct', 'direct', 'direct']],
    ['3×3, narrow tiles', [64, 2, 2, 64], [3, 3, 64, 64], same, ['winograd', 'winograd', 'winograd']],
    ['3×3, tiles mostly empty', [64, 1, 1, 64], [3, 3, 64, 64], same, ['direct', 'direct', 'winograd']],
    [
      '3×3 strided',
      [32, 16, 16, 64],
      [3, 3, 64, 64],
      { ...same, strides: [2, 2] },
      ['direct', 'direct', 'direct'],
    ],
    [
      '3×3 dilated',
      [32, 16, 16, 64],
      [3, 3, 64, 64],
      { ...same, dilations: [2, 2] },
      ['direct', 'direct', 'direct'],
    ],
    ['5×5', [32, 16, 16, 64], [5, 5, 64, 64], same, ['direct', 'direct', 'direct']],
    ['1×1', [32, 16, 16, 64], [1, 1, 64, 96], same, ['gemm', 'gemm', 'gemm']],
    ['1×1, few filters', [32, 16, 16, 64], [1, 1, 64, 64], same, ['gemm', 'gemm', 'direct']],
    ['1×1, few filters, small images', [32, 3, 5, 64], [1, 1, 64, 4], same, ['gemm', 'gemm', 'gemm']],
    [
      '1×1 strided',
      [32, 16, 16, 64],
      [1, 1, 64, 64],
      { ...same, strides: [2, 2] },
      ['direct', 'direct', 'direct'],
    ],
    ['huge', [1, 64, 64, 1024], [3, 3, 1024, 1024], same, ['direct', 'direct', 'direct']],
  ])('%s', (_, x, w, window, expected) => {
    const geometry = conv2dGeometry('conv2d', x, w, window);
    expect([
      conv2dAlgorithm(geometry, false),
      conv2dAlgorithm(inputGradientGeometry(geometry), false),
      filterGradientAlgorithm(geometry, false),
    ]).toEqual(expected);
  });

  test('determinism leaves Winograd out', () => {
    const geometry = conv2dGeometry('conv2d', [32, 16, 16, 32], [3, 3, 32, 64], valid);
    expect(conv2dAlgorithm(geometry, true)).toBe('direct');
    expect(conv2dAlgorithm(inputGradientGeometry(geometry), true)).toBe('direct');
    expect(filterGradientAlgorithm(geometry, true)).toBe('direct');
  });
});
