import { SegmentationDataset } from '@cnn/datasets';
import { conv2d, sequential } from '@cnn/layers';
import { Tensor, tensor } from '@cnn/tensor';
import { expect, test } from 'vitest';
import { intersectionsOverUnions } from '../intersection-over-union.js';
import { pixelConfusion, seenMasks, worstMasks } from './seen-masks.js';

// A pixel is taken for bright above the middle, and for dark below it.
const model = sequential([
  conv2d({ filters: 2, kernelSize: 1, activation: 'softmax', inputShape: [1, 4, 1] }),
]);
model.setWeights([tensor([0, 4], [1, 1, 1, 2]), tensor([2, 0], [2])]);

const set = new SegmentationDataset({
  name: 'strips',
  classNames: ['dark', 'bright', 'unseen'],
  x: new Tensor('u8', [3, 1, 4, 1], Uint8Array.of(0, 0, 255, 255, 0, 200, 255, 255, 0, 30, 20, 255)),
  y: new Tensor('u8', [3, 1, 4], Uint8Array.of(0, 0, 1, 1, 0, 0, 0, 255, 0, 1, 0, 1)),
});

test('pixels are told with what they were taken for, and void does not count', async () => {
  const masks = await seenMasks(model, set, { batchSize: 2, signal: new AbortController().signal });
  expect(masks.map(({ index, labels }) => [index, ...labels.data])).toEqual([
    [0, 0, 0, 1, 1],
    [1, 0, 1, 1, 1],
    [2, 0, 0, 0, 1],
  ]);
  expect(masks.map(({ accuracy }) => accuracy)).toEqual([1, 1 / 3, 3 / 4]);
  const counts = pixelConfusion(masks, set);
  expect(counts).toEqual([
    [5, 2, 0],
    [1, 3, 0],
    [0, 0, 0],
  ]);
  expect(intersectionsOverUnions(counts)).toEqual([5 / 8, 3 / 6, Number.NaN]);
  expect(worstMasks(masks, 5).map(({ index }) => index)).toEqual([1, 2]);
});
