import { ConfigError, Tensor } from '@cnn/tensor';
import type { BaseLayer } from '../base-layer.js';
import { Conv2DTranspose } from '../layers/conv2d-transpose.js';
import { Convolution2D } from '../layers/convolution2d.js';
import { DepthwiseConv2D } from '../layers/depthwise-conv2d.js';
import { SeparableConv2D } from '../layers/separable-conv2d.js';

/**
 * The kernels of a convolution as pictures, `[filters, height, width, channels]` with numbers from 0 to 1: a weight of
 * 0 is 0.5, and the filter's largest weight, in size, 0 or 1, so that each filter uses all the contrast there is.
 * Where the images have three channels, as in a first layer, a filter is a picture in colour; otherwise each channel
 * is one in grey. Filters that see one channel only, as those of `depthwiseConv2d` and the first of `separableConv2d`,
 * have one channel.
 *
 * Copies the weights that the model has at the moment; costs as many operations as there are weights.
 * @throws ConfigError for a layer that is no convolution or does not belong to a model yet
 * @example
 * const pictures = filters(model.layers[0]); // [32, 3, 3, 3]
 */
export function filters(layer: BaseLayer): Tensor<'f32'> {
  const kernel = kernelOf(layer);
  const [height, width, third, fourth] = kernel.shape as [number, number, number, number];
  const [channels, count, strides] = kernelAxes(layer, third, fourth);
  const data = new Float32Array(kernel.size);
  for (let filter = 0, at = 0; filter < count; filter++) {
    const begin = at;
    for (let cell = 0; cell < height * width; cell++) {
      for (let channel = 0; channel < channels; channel++) {
        data[at++] =
          kernel.data[cell * third * fourth + filter * strides.filter + channel * strides.channel]!;
      }
    }
    normalise(data.subarray(begin, at));
  }
  return new Tensor('f32', [count, height, width, channels], data);
}

function kernelOf(layer: BaseLayer): Tensor<'f32'> {
  if (!(layer instanceof Convolution2D)) {
    throw new ConfigError(
      `filters was given ${layer.label}, which is no convolution and has no filters. Pass a convolution, such as conv2d.`,
    );
  }
  const [kernel] = layer.weights;
  if (kernel) return kernel.value;
  throw new ConfigError(
    `filters was given ${layer.label}, which has no weights before it belongs to a model. Put it into one first.`,
  );
}

/** Channels of a filter, how many filters there are, and how far apart each lie in the last two axes of a kernel. */
function kernelAxes(
  layer: BaseLayer,
  third: number,
  fourth: number,
): [channels: number, count: number, strides: { filter: number; channel: number }] {
  if (layer instanceof DepthwiseConv2D || layer instanceof SeparableConv2D) {
    return [1, third * fourth, { filter: 1, channel: 0 }];
  }
  if (layer instanceof Conv2DTranspose) return [fourth, third, { filter: fourth, channel: 1 }];
  return [third, fourth, { filter: 1, channel: fourth }];
}

/** From 0 to 1 with 0 in the middle, in place. */
function normalise(weights: Float32Array): void {
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  for (let i = 0; i < weights.length; i++) weights[i] = largest > 0 ? 0.5 + weights[i]! / (2 * largest) : 0.5;
}
