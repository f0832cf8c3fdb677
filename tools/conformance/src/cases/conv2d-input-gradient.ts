import { type Conv2dInputGradientAttributes, conv2dInputGradient } from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { type Case, defineCase } from '../case.ts';
import {
  type Convolution,
  extentsOf,
  filtersOf,
  imagesOf,
  outputOf,
  padsOf,
  type Variation,
  variations,
  windowOf,
} from '../shapes/convolution.ts';

type InputGradient = (
  tensors: { dy: tf.Tensor4D; w: tf.Tensor4D },
  attributes: Conv2dInputGradientAttributes,
  sizes: Convolution,
) => { dx?: tf.Tensor };

const inputGradient = (variation: Variation, tensorflow: InputGradient): Case =>
  defineCase(conv2dInputGradient, {
    ...variation,
    attributes: (sizes) => ({ ...windowOf(sizes), inputShape: imagesOf(sizes) }),
    inputs: (sizes, contents) => ({
      dy: contents.normal(outputOf(sizes)),
      w: contents.normal(filtersOf(sizes)),
    }),
    tensorflow,
    magnitude: ({ kernelHeight, kernelWidth, filters, strideY, strideX }) =>
      Math.sqrt((kernelHeight * kernelWidth * filters) / (strideY * strideX)),
  });

const transposedConvolution: InputGradient = ({ dy, w }, { strides }, sizes) => ({
  dx: tf.conv2dTranspose(dy, w, imagesOf(sizes), [...strides], padsOf(sizes)),
});

/** TensorFlow.js transposes none with gaps. At stride 1 it is a convolution of dy with the filters turned round. */
const dilatedConvolution: InputGradient = ({ dy, w }, _, sizes) => {
  if (sizes.strideY * sizes.strideX > 1) return {};
  const [extentY, extentX] = extentsOf(sizes);
  const [, [top, bottom], [left, right]] = padsOf(sizes);
  const rows: [number, number] = [extentY - 1 - top, extentY - 1 - bottom];
  const columns: [number, number] = [extentX - 1 - left, extentX - 1 - right];
  const turned = tf.transpose(tf.reverse(w, [0, 1]), [0, 1, 3, 2]) as tf.Tensor4D;
  const gaps: [number, number] = [sizes.dilationY, sizes.dilationX];
  return { dx: tf.conv2d(dy, turned, 1, [[0, 0], rows, columns, [0, 0]], 'NHWC', gaps) };
};

export const conv2dInputGradientCase = inputGradient(variations.any, transposedConvolution);
export const conv2dInputGradientPixelsCase = inputGradient(variations.pixels, transposedConvolution);
export const conv2dInputGradientWinogradCase = inputGradient(variations.winograd, transposedConvolution);
export const conv2dInputGradientDilatedCase = inputGradient(variations.dilated, dilatedConvolution);
