import { prelu, preluAlphaGradient, preluGrad } from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { defineCase } from '../case.ts';
import type { Draw } from '../draw.ts';

const sizes = (draw: Draw) => ({
  rows: draw.oneOf([draw.between(1, 9), draw.between(100, 2000)]),
  channels: draw.oneOf([1, 2, 3, 5, 10, 32, 64, 65]),
  shared: draw.oneOf([true, false]),
});

export const preluCase = defineCase(prelu, {
  sizes,
  inputs: ({ rows, channels, shared }, contents) => ({
    x: contents.normal([rows, channels]),
    alpha: contents.normal([shared ? 1 : channels]),
  }),
  tensorflow: ({ x, alpha }) => ({ y: tf.prelu(x, alpha) }),
  nonFinite: ['x'],
});

export const preluGradCase = defineCase(preluGrad, {
  sizes,
  inputs: ({ rows, channels, shared }, contents) => ({
    x: contents.normal([rows, channels]),
    alpha: contents.normal([shared ? 1 : channels]),
    dy: contents.normal([rows, channels]),
  }),
  tensorflow: ({ x, alpha, dy }) => ({ dx: tf.where(tf.less(x, 0), tf.mul(alpha, dy), dy) }),
  nonFinite: ['dy'],
});

export const preluAlphaGradientCase = defineCase(preluAlphaGradient, {
  sizes,
  attributes: ({ channels, shared }) => ({ alphaShape: [shared ? 1 : channels] }),
  inputs: ({ rows, channels }, contents) => ({
    x: contents.normal([rows, channels]),
    dy: contents.normal([rows, channels]),
  }),
  tensorflow: ({ x, dy }, _, { shared }) => {
    const terms = tf.mul(dy, tf.minimum(x, 0));
    return { dalpha: shared ? tf.reshape(tf.sum(terms), [1]) : tf.sum(terms, 0) };
  },
  tensorflowTolerance: 1e-5,
  magnitude: ({ rows, channels, shared }) => Math.sqrt(rows * (shared ? channels : 1)),
});
