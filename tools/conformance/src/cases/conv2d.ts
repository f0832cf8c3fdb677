import { conv2d } from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { type Case, defineCase } from '../case.ts';
import {
  filtersOf,
  imagesOf,
  isPossibleInTensorFlow,
  padsOf,
  type Variation,
  variations,
  windowOf,
} from '../shapes/convolution.ts';

const forward = (variation: Variation, nonFinite: readonly 'x'[] = []): Case =>
  defineCase(conv2d, {
    ...variation,
    sizes: (draw) => ({
      ...variation.sizes(draw),
      bias: draw.oneOf([false, true]),
      activation: draw.oneOf(['linear', 'relu']),
    }),
    attributes: (sizes) => ({ ...windowOf(sizes), activation: sizes.activation }),
    inputs: (sizes, contents) => ({
      x: contents.normal(imagesOf(sizes)),
      w: contents.normal(filtersOf(sizes)),
      bias: sizes.bias ? contents.normal([sizes.filters]) : undefined,
    }),
    tensorflow: ({ x, w, bias }, { activation }, sizes) => {
      if (!isPossibleInTensorFlow(sizes)) return {};
      const { strideY, strideX, dilationY, dilationX } = sizes;
      const gaps: [number, number] = [dilationY, dilationX];
      const product = tf.conv2d(x, w, [strideY, strideX], padsOf(sizes), 'NHWC', gaps);
      const sum = bias ? tf.add(product, bias) : product;
      return { y: activation === 'relu' ? tf.relu(sum) : sum };
    },
    magnitude: ({ kernelHeight, kernelWidth, channels }) => Math.sqrt(kernelHeight * kernelWidth * channels),
    nonFinite,
  });

export const conv2dCase = forward(variations.any);
export const conv2dPixelsCase = forward(variations.pixels);
export const conv2dWinogradCase = forward(variations.winograd);
export const conv2dColoursCase = forward(variations.colours);
export const conv2dDilatedCase = forward(variations.dilated);
export const conv2dNonFiniteCase = forward(variations.notFinite, ['x']);
