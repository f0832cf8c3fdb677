import { conv2d, conv2dFilterGradient, conv2dInputGradient, type GroupedWindow } from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { defineCase } from '../case.ts';
import type { Draw } from '../draw.ts';
import {
  type DilatedWindows,
  drawDilatedWindows,
  isStridedAndDilated,
  padsOf,
  positionsOf,
  windowOf,
} from '../shapes/dilated-windows.ts';

interface Grouped extends DilatedWindows {
  readonly groups: number;
  /** Channels and filters of a group. */
  readonly depth: number;
  readonly filters: number;
}

/** One group too, which leaves dilation alone to be tried. */
function sizes(draw: Draw): Grouped {
  const groups = draw.oneOf([1, 1, 2, 3, 8, 16]);
  const depth = draw.oneOf(groups > 3 ? [1, 2, 3] : [1, 3, 8, 16, 17]);
  const filters = draw.oneOf(groups > 3 ? [1, 2, 3] : [1, 5, 8, 16, 20]);
  return { ...drawDilatedWindows(draw, depth * filters > 100 ? 3 : 5), groups, depth, filters };
}

const attributes = (sizes: Grouped): GroupedWindow => ({ ...windowOf(sizes), groups: sizes.groups });
const imagesOf = ({ batch, height, width, groups, depth }: Grouped): number[] => {
  return [batch, height, width, groups * depth];
};
const filtersOf = ({ kernelHeight, kernelWidth, groups, depth, filters }: Grouped): number[] => {
  return [kernelHeight, kernelWidth, depth, groups * filters];
};
const outputOf = (sizes: Grouped): number[] => [...positionsOf(sizes), sizes.groups * sizes.filters];

/** TensorFlow.js has no groups: the same filters over all channels, with zeros for those of other groups. */
function overAllChannels(w: tf.Tensor4D, groups: number): tf.Tensor4D {
  const [, , depth, filters] = w.shape;
  const groupOfChannel = tf.floor(tf.div(tf.range(0, groups * depth), depth));
  const groupOfFilter = tf.floor(tf.div(tf.range(0, filters), filters / groups));
  const seen = tf.equal(tf.expandDims(groupOfChannel, 1), tf.expandDims(groupOfFilter, 0));
  return tf.mul(tf.tile(w, [1, 1, groups, 1]), tf.cast(seen, 'float32'));
}

export const conv2dGroupedCase = defineCase(conv2d, {
  variation: 'grouped',
  sizes: (draw) => ({ ...sizes(draw), bias: draw.oneOf([false, true]) }),
  attributes: (sizes) => attributes(sizes),
  inputs: (sizes, contents) => ({
    x: contents.normal(imagesOf(sizes)),
    w: contents.normal(filtersOf(sizes)),
    bias: sizes.bias ? contents.normal([sizes.groups * sizes.filters]) : undefined,
  }),
  tensorflow: ({ x, w, bias }, { strides, dilations }, sizes) => {
    if (isStridedAndDilated(sizes)) return {};
    const wide = overAllChannels(w, sizes.groups);
    const sums = tf.conv2d(x, wide, [...strides], padsOf(sizes), 'NHWC', [...dilations!]);
    return { y: bias ? tf.add(sums, bias) : sums };
  },
  tolerance: 2e-5,
  magnitude: ({ kernelHeight, kernelWidth, depth }) => Math.sqrt(kernelHeight * kernelWidth * depth),
});

export const conv2dInputGradientGroupedCase = defineCase(conv2dInputGradient, {
  variation: 'grouped',
  sizes,
  attributes: (sizes) => ({ ...attributes(sizes), inputShape: imagesOf(sizes) }),
  inputs: (sizes, contents) => ({
    dy: contents.normal(outputOf(sizes)),
    w: contents.normal(filtersOf(sizes)),
  }),
  tolerance: 2e-5,
  magnitude: ({ kernelHeight, kernelWidth, filters, strideY, strideX }) =>
    Math.sqrt((kernelHeight * kernelWidth * filters) / (strideY * strideX)),
});

export const conv2dFilterGradientGroupedCase = defineCase(conv2dFilterGradient, {
  variation: 'grouped',
  sizes,
  attributes: (sizes) => ({
    ...attributes(sizes),
    kernelSize: [sizes.kernelHeight, sizes.kernelWidth] as const,
  }),
  inputs: (sizes, contents) => ({
    x: contents.normal(imagesOf(sizes)),
    dy: contents.normal(outputOf(sizes)),
  }),
  tolerance: 2e-5,
  magnitude: (sizes) => Math.sqrt(positionsOf(sizes).reduce((a, b) => a * b, 1)),
});
