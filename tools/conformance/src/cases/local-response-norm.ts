import { localResponseNorm, localResponseNormGrad } from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { defineCase } from '../case.ts';
import type { Draw } from '../draw.ts';

const sizes = (draw: Draw) => ({
  batch: draw.between(1, 3),
  side: draw.oneOf([draw.between(1, 5), 16]),
  channels: draw.oneOf([draw.between(1, 9), 32, 65, 96]),
  depthRadius: draw.oneOf([0, 1, 2, 5]),
  bias: draw.oneOf([1, 2]),
  alpha: draw.oneOf([1e-4, 0.3, 1]),
  beta: draw.oneOf([0.5, 0.75, 1.2]),
});

export const localResponseNormCase = defineCase(localResponseNorm, {
  sizes,
  attributes: ({ depthRadius, bias, alpha, beta }) => ({ depthRadius, bias, alpha, beta }),
  inputs: ({ batch, side, channels }, contents) => ({ x: contents.normal([batch, side, side, channels]) }),
  tensorflow: ({ x }, { depthRadius, bias, alpha, beta }) => ({
    y: tf.localResponseNormalization(x as tf.Tensor4D, depthRadius, bias, alpha, beta),
  }),
  nonFinite: ['x'],
});

export const localResponseNormGradCase = defineCase(localResponseNormGrad, {
  sizes,
  attributes: ({ depthRadius, bias, alpha, beta }) => ({ depthRadius, bias, alpha, beta }),
  inputs: ({ batch, side, channels }, contents) => ({
    x: contents.normal([batch, side, side, channels]),
    dy: contents.normal([batch, side, side, channels]),
  }),
  magnitude: () => 1,
});
