import { type Factors2d, upsampleBilinear2d, upsampleBilinear2dGrad, upsampleNearest2d } from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { defineCase } from '../case.ts';
import type { Draw } from '../draw.ts';

interface Upsampling {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly factorY: number;
  readonly factorX: number;
}

const sizes = (draw: Draw): Upsampling => ({
  batch: draw.between(1, 3),
  height: draw.between(1, 12),
  width: draw.between(1, 12),
  channels: draw.oneOf([1, 3, 4, 21, 64]),
  factorY: draw.between(1, 5),
  factorX: draw.between(1, 5),
});

const imagesOf = ({ batch, height, width, channels }: Upsampling): [number, number, number, number] => [
  batch,
  height,
  width,
  channels,
];

const sizeOf = ({ height, width, factorY, factorX }: Upsampling): [number, number] => [
  height * factorY,
  width * factorX,
];

export const upsampleNearest2dCase = defineCase(upsampleNearest2d, {
  sizes,
  attributes: ({ factorY, factorX }): Factors2d => [factorY, factorX],
  inputs: (sizes, contents) => ({ x: contents.normal(imagesOf(sizes)) }),
  tensorflow: ({ x }, _, sizes) => ({ y: tf.image.resizeNearestNeighbor(x as tf.Tensor4D, sizeOf(sizes)) }),
  nonFinite: ['x'],
  ulps: 0,
});

export const upsampleBilinear2dCase = defineCase(upsampleBilinear2d, {
  sizes,
  attributes: ({ factorY, factorX }): Factors2d => [factorY, factorX],
  inputs: (sizes, contents) => ({ x: contents.normal(imagesOf(sizes)) }),
  tensorflow: ({ x }, _, sizes) => ({
    y: tf.image.resizeBilinear(x as tf.Tensor4D, sizeOf(sizes), false, true),
  }),
  magnitude: () => 1,
});

/** TensorFlow.js has the gradient for another placing of centres only. */
export const upsampleBilinear2dGradCase = defineCase(upsampleBilinear2dGrad, {
  sizes,
  attributes: (sizes) => ({
    factors: [sizes.factorY, sizes.factorX] as const,
    inputShape: imagesOf(sizes),
  }),
  inputs: (sizes, contents) => {
    const [batch, , , channels] = imagesOf(sizes);
    return { dy: contents.normal([batch, ...sizeOf(sizes), channels]) };
  },
  magnitude: ({ factorY, factorX }) => Math.sqrt(factorY * factorX),
});
