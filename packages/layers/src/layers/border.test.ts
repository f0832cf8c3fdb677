import { describe, expect, it } from 'vitest';
import { checkLayer } from '../../test/check-layer.js';
import { inputLayer } from '../input-layer.js';
import { cropping2d } from './cropping2d.js';
import { zeroPadding2d } from './zero-padding2d.js';

const image = inputLayer({ shape: [5, 6, 2] });

describe('zeroPadding2d', () => {
  it('is a whole layer with its defaults', () => checkLayer((options) => zeroPadding2d(options), [4, 3, 2]));

  it('is a whole layer with cells for each side', () =>
    checkLayer(
      (options) =>
        zeroPadding2d({
          padding: [
            [1, 0],
            [2, 3],
          ],
          ...options,
        }),
      [4, 3, 2],
    ));

  it('takes cells for all sides, for two directions, or for each side', () => {
    expect(zeroPadding2d({ padding: 2 }).apply(image).shape).toEqual([null, 9, 10, 2]);
    expect(zeroPadding2d({ padding: [1, 0] }).apply(image).shape).toEqual([null, 7, 6, 2]);
    expect(
      zeroPadding2d({
        padding: [
          [1, 2],
          [3, 4],
        ],
      }).apply(image).shape,
    ).toEqual([null, 8, 13, 2]);
    for (const padding of [
      -1,
      0.5,
      [1],
      [1, 2, 3],
      [[1], [2]],
      [
        [1, 2],
        [3, -4],
      ],
      'same',
    ])
      expect(() => zeroPadding2d({ padding: padding as never })).toThrow('The padding of ZeroPadding2D is');
  });
});

describe('cropping2d', () => {
  it('is a whole layer', () =>
    checkLayer(
      (options) =>
        cropping2d({
          cropping: [
            [1, 0],
            [1, 2],
          ],
          ...options,
        }),
      [4, 5, 2],
    ));

  it('leaves something', () => {
    expect(cropping2d({ cropping: 2 }).apply(image).shape).toEqual([null, 1, 2, 2]);
    expect(cropping2d().apply(image).shape).toEqual(image.shape);
    expect(() => cropping2d({ cropping: 3 }).apply(image)).toThrow(
      'larger than what it takes away, [[3,3],[3,3]]',
    );
    expect(() => cropping2d().apply(inputLayer({ shape: [4] }))).toThrow('it takes images');
  });
});
