import { describe, expect, it } from 'vitest';
import type { Layer } from '../layer.js';
import { conv2d } from '../layers/conv2d.js';
import { conv2dTranspose } from '../layers/conv2d-transpose.js';
import { dense } from '../layers/dense.js';
import { depthwiseConv2d } from '../layers/depthwise-conv2d.js';
import { separableConv2d } from '../layers/separable-conv2d.js';
import { sequential } from '../sequential.js';
import { filters } from './filters.js';

const inputShape = [8, 8, 3];
const built = <L extends Layer>(layer: L): L => {
  sequential([layer], { seed: 8 });
  return layer;
};

/** Where a weight of a filter lies in the kernel, `[height, width, third, fourth]`. */
type Index = (cell: number, channel: number, filter: number) => number;

function expectPictures(
  layer: Layer,
  [count, height, width, channels]: readonly number[],
  index: Index,
): void {
  const pictures = filters(layer);
  expect(pictures.shape).toEqual([count, height, width, channels]);
  const { data } = layer.weights[0]!.value;
  let at = 0;
  for (let filter = 0; filter < count!; filter++) {
    const weights: number[] = [];
    for (let cell = 0; cell < height! * width!; cell++) {
      for (let channel = 0; channel < channels!; channel++) weights.push(data[index(cell, channel, filter)]!);
    }
    const largest = Math.max(...weights.map(Math.abs));
    for (const weight of weights) expect(pictures.data[at++]).toBeCloseTo(0.5 + weight / largest / 2, 5);
  }
}

describe('filters', () => {
  it('are pictures of the kernels, with all contrast and 0 in the middle', () => {
    const cells = [2, 3] as const;
    expectPictures(
      built(conv2d({ filters: 4, kernelSize: cells, inputShape })),
      [4, 2, 3, 3],
      (cell, channel, filter) => cell * 12 + channel * 4 + filter,
    );
    expectPictures(
      built(conv2dTranspose({ filters: 4, kernelSize: cells, inputShape })),
      [4, 2, 3, 3],
      (cell, channel, filter) => cell * 12 + filter * 3 + channel,
    );
    expectPictures(
      built(depthwiseConv2d({ depthMultiplier: 2, kernelSize: cells, inputShape })),
      [6, 2, 3, 1],
      (cell, _, filter) => cell * 6 + filter,
    );
    expectPictures(
      built(separableConv2d({ filters: 4, depthMultiplier: 2, kernelSize: cells, inputShape })),
      [6, 2, 3, 1],
      (cell, _, filter) => cell * 6 + filter,
    );
  });

  it('are grey all over when they are zero', () => {
    const zeros = built(conv2d({ filters: 2, kernelSize: 1, kernelInitializer: 'zeros', inputShape }));
    expect([...filters(zeros).data]).toEqual(new Array(6).fill(0.5));
  });

  it('belong to convolutions in a model', () => {
    expect(() => filters(built(dense({ units: 2, inputShape: [3] })))).toThrow(
      'dense (Dense), which is no convolution',
    );
    expect(() => filters(conv2d({ filters: 2, kernelSize: 1 }))).toThrow('before it belongs to a model');
  });
});
