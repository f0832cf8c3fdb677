import { type Conv2dFilterGradientAttributes, conv2dFilterGradient } from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { type Case, defineCase } from '../case.ts';
import {
  type Convolution,
  filtersOf,
  imagesOf,
  isPossibleInTensorFlow,
  outputOf,
  padsOf,
  type Variation,
  variations,
  windowOf,
} from '../shapes/convolution.ts';

type FilterGradient = (
  tensors: { x: tf.Tensor4D; dy: tf.Tensor4D },
  attributes: Conv2dFilterGradientAttributes,
  sizes: Convolution,
) => { dw?: tf.Tensor };

const filterGradient = (variation: Variation, tensorflow: FilterGradient): Case =>
  defineCase(conv2dFilterGradient, {
    ...variation,
    attributes: (sizes) => ({
      ...windowOf(sizes),
      kernelSize: [sizes.kernelHeight, sizes.kernelWidth] as const,
    }),
    inputs: (sizes, contents) => ({
      x: contents.normal(imagesOf(sizes)),
      dy: contents.normal(outputOf(sizes)),
    }),
    tensorflow,
    magnitude: (sizes) =>
      Math.sqrt(
        outputOf(sizes)
          .slice(0, 3)
          .reduce((a, b) => a * b, 1),
      ),
  });

/**
 * TensorFlow.js has no WebAssembly kernel for this gradient. It is a convolution, too: of images that have
 * channels for batch, with dy for filters, dilated by the strides, at strides that are the dilations.
 */
const composedFilterGradient: FilterGradient = ({ x, dy }, { strides, kernelSize }, sizes) => {
  if (!isPossibleInTensorFlow(sizes)) return {};
  const images = tf.transpose(tf.pad(x, padsOf(sizes)), [3, 1, 2, 0]) as tf.Tensor4D;
  const filters = tf.transpose(dy, [1, 2, 0, 3]) as tf.Tensor4D;
  const all = tf.conv2d(images, filters, [sizes.dilationY, sizes.dilationX], 'valid', 'NHWC', [...strides]);
  return { dw: tf.transpose(tf.slice(all, [0, 0, 0, 0], [-1, ...kernelSize, -1]), [1, 2, 0, 3]) };
};

/** It has one in plain JavaScript. */
const plainFilterGradient: FilterGradient = ({ x, dy }, { strides }, sizes) => {
  const attributes = { strides, pad: padsOf(sizes), dataFormat: 'NHWC', filterShape: filtersOf(sizes) };
  return { dw: tf.engine().runKernel('Conv2DBackpropFilter', { x, dy }, attributes as never) };
};

export const conv2dFilterGradientCase = filterGradient(variations.any, composedFilterGradient);
export const conv2dFilterGradientPixelsCase = filterGradient(variations.pixels, plainFilterGradient);
export const conv2dFilterGradientWinogradCase = filterGradient(
  variations.winogradGradient,
  composedFilterGradient,
);
export const conv2dFilterGradientDilatedCase = filterGradient(variations.dilated, composedFilterGradient);
