import { depthwiseConv2d, depthwiseConv2dFilterGradient, depthwiseConv2dInputGradient } from '@cnn/tensor';
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

interface Depthwise extends DilatedWindows {
  readonly channels: number;
  readonly multiplier: number;
}

function sizes(draw: Draw): Depthwise {
  const channels = draw.oneOf([1, 3, 8, 11, 16, 20, 32, 70]);
  return { ...drawDilatedWindows(draw, 7), channels, multiplier: draw.oneOf([1, 1, 1, 2, 3]) };
}

const imagesOf = ({ batch, height, width, channels }: Depthwise): number[] => {
  return [batch, height, width, channels];
};
const filtersOf = ({ kernelHeight, kernelWidth, channels, multiplier }: Depthwise): number[] => {
  return [kernelHeight, kernelWidth, channels, multiplier];
};
const outputOf = (sizes: Depthwise): number[] => [...positionsOf(sizes), sizes.channels * sizes.multiplier];

export const depthwiseConv2dCase = defineCase(depthwiseConv2d, {
  sizes: (draw) => ({
    ...sizes(draw),
    bias: draw.oneOf([false, true]),
    activation: draw.oneOf(['linear', 'relu']),
  }),
  attributes: (sizes) => ({ ...windowOf(sizes), activation: sizes.activation }),
  inputs: (sizes, contents) => ({
    x: contents.normal(imagesOf(sizes)),
    w: contents.normal(filtersOf(sizes)),
    bias: sizes.bias ? contents.normal([sizes.channels * sizes.multiplier]) : undefined,
  }),
  tensorflow: ({ x, w, bias }, { strides, dilations, activation }, sizes) => {
    if (isStridedAndDilated(sizes)) return {};
    const sums = tf.depthwiseConv2d(x, w, [...strides], padsOf(sizes), 'NHWC', [...dilations!]);
    const biased = bias ? tf.add(sums, bias) : sums;
    return { y: activation === 'relu' ? tf.relu(biased) : biased };
  },
  nonFinite: ['x'],
  magnitude: ({ kernelHeight, kernelWidth }) => Math.sqrt(kernelHeight * kernelWidth),
});

export const depthwiseConv2dInputGradientCase = defineCase(depthwiseConv2dInputGradient, {
  sizes,
  attributes: (sizes) => ({ ...windowOf(sizes), inputShape: imagesOf(sizes) }),
  inputs: (sizes, contents) => ({
    dy: contents.normal(outputOf(sizes)),
    w: contents.normal(filtersOf(sizes)),
  }),
  tensorflow: ({ dy, w }, { strides, padding: pad, dilations, inputShape }, sizes) => {
    // Their gradients know no dilation.
    if (Math.max(sizes.dilationY, sizes.dilationX) > 1) return {};
    const attributes = { strides, pad, dilations, inputShape };
    const name = 'DepthwiseConv2dNativeBackpropInput';
    return { dx: tf.engine().runKernel(name, { dy, filter: w }, attributes as never) };
  },
  nonFinite: ['dy'],
  magnitude: ({ kernelHeight, kernelWidth, multiplier, strideY, strideX }) =>
    Math.sqrt((kernelHeight * kernelWidth * multiplier) / (strideY * strideX)),
});

export const depthwiseConv2dFilterGradientCase = defineCase(depthwiseConv2dFilterGradient, {
  sizes,
  attributes: (sizes) => ({
    ...windowOf(sizes),
    kernelSize: [sizes.kernelHeight, sizes.kernelWidth] as const,
  }),
  inputs: (sizes, contents) => ({
    x: contents.normal(imagesOf(sizes)),
    dy: contents.normal(outputOf(sizes)),
  }),
  tensorflow: ({ x, dy }, { strides, padding: pad, dilations }, sizes) => {
    if (Math.max(sizes.dilationY, sizes.dilationX) > 1) return {};
    const attributes = { strides, pad, dilations, filterShape: filtersOf(sizes) };
    const name = 'DepthwiseConv2dNativeBackpropFilter';
    return { dw: tf.engine().runKernel(name, { x, dy }, attributes as never) };
  },
  nonFinite: ['x'],
  magnitude: (sizes) => Math.sqrt(positionsOf(sizes).reduce((a, b) => a * b, 1)),
});
