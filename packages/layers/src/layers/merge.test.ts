import { describe, expect, it } from 'vitest';
import { checkMerge } from '../../test/check-layer.js';
import { inputLayer } from '../input-layer.js';
import { add } from './add.js';
import { average } from './average.js';
import { concatenate } from './concatenate.js';
import { maximum } from './maximum.js';
import { minimum } from './minimum.js';
import { multiply } from './multiply.js';
import { subtract } from './subtract.js';

const elementwise = [add, average, maximum, minimum, multiply].map((make) => ({ name: make.name, make }));

describe.each(elementwise)('$name', ({ make }) => {
  it('is a whole layer of two', () => checkMerge(() => make(), Array(2).fill([4, 3, 2])));
  it('is a whole layer of three', () => checkMerge(() => make(), Array(3).fill([5])));
  it('is a whole layer of images, a row and a pixel', () =>
    checkMerge(
      () => make(),
      [
        [1, 3, 2],
        [4, 3, 2],
        [1, 1, 2],
      ],
    ));
  it('is a whole layer of one', () => checkMerge(() => make(), [[3, 2]]));
});

it('subtract is a whole layer', () => checkMerge(() => subtract(), Array(2).fill([4, 3, 2])));

describe('concatenate', () => {
  it.each([
    {
      axis: -1,
      shapes: [
        [4, 3, 2],
        [4, 3, 5],
      ],
    },
    {
      axis: 1,
      shapes: [
        [4, 3, 2],
        [1, 3, 2],
        [2, 3, 2],
      ],
    },
    {
      axis: -2,
      shapes: [
        [4, 3, 2],
        [4, 1, 2],
      ],
    },
    { axis: 1, shapes: [[4], [3]] },
  ])('is a whole layer: axis $axis of $shapes', ({ axis, shapes }) =>
    checkMerge(() => concatenate({ axis }), shapes),
  );

  it('says which axis a model file has', () => {
    expect(concatenate({ axis: 2, name: 'c' }).getConfig()).toMatchObject({ name: 'c', axis: 2 });
  });
});

describe('merging layers', () => {
  const [a, b] = [inputLayer({ shape: [4, 4, 2] }), inputLayer({ shape: [4, 3, 2] })];

  it('refuse what does not fit together', () => {
    expect(() => add().apply([a, b])).toThrow(
      'Add was given inputs of shape [4, 4, 2] and [4, 3, 2]; it takes inputs of one shape, or images and what has one pixel',
    );
    const [row, pixels] = [inputLayer({ shape: [1, 4, 2] }), inputLayer({ shape: [4, 4, 1] })];
    expect(add().apply([a, row]).shape).toEqual([null, 4, 4, 2]);
    expect(() => add().apply([a, pixels])).toThrow('Add was given inputs of shape');
    expect(() => add().apply([inputLayer({ shape: [4] }), inputLayer({ shape: [1] })])).toThrow('one shape');
    expect(() => concatenate().apply([a, b])).toThrow('differ along axis -1 alone');
    expect(concatenate({ axis: 2 }).apply([a, b]).shape).toEqual([null, 4, 7, 2]);
    expect(() => concatenate({ axis: 4 }).apply([a, a])).toThrow('along axis 4');
    expect(() => subtract({ name: 'less' }).apply([a, a, a])).toThrow('less (Subtract) was given');
    expect(() => add().apply(a as never)).toThrow("Add was applied to 'object'; it merges a list");
    expect(() => add().apply([])).toThrow('an empty list');
  });

  it('refuse options that mean nothing', () => {
    expect(() => concatenate({ axis: 0 })).toThrow('The axis of Concatenate is 0');
    expect(() => add({ axis: 1 } as never)).toThrow("Add has no option 'axis'");
  });
});
