import { layerNorm, layerNormGrad } from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { defineCase } from '../case.ts';
import type { Draw } from '../draw.ts';

const epsilon = 1e-3;

const sizes = (draw: Draw) => ({
  rows: draw.oneOf([draw.between(1, 9), draw.between(100, 600)]),
  // Rows of one number are nothing but rounding errors after the mean is gone.
  width: draw.oneOf([draw.between(3, 9), 10, 32, 65, 200]),
});

export const layerNormCase = defineCase(layerNorm, {
  sizes,
  attributes: () => ({ epsilon }),
  inputs: ({ rows, width }, contents) => ({
    x: contents.normal([rows, width]),
    gamma: contents.normal([width]),
    beta: contents.normal([width]),
  }),
  tensorflow: ({ x, gamma, beta }) => {
    const { mean, variance } = tf.moments(x, 1, true);
    const normal = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, epsilon)));
    return {
      y: tf.add(tf.mul(normal, gamma!), beta!),
      mean: tf.squeeze(mean, [1]),
      variance: tf.squeeze(variance, [1]),
    };
  },
  tensorflowTolerance: 1e-5,
  magnitude: () => 1,
  nonFinite: ['x'],
});

export const layerNormGradCase = defineCase(layerNormGrad, {
  sizes,
  attributes: () => ({ epsilon }),
  inputs: ({ rows, width }, contents) => ({
    x: contents.normal([rows, width]),
    dy: contents.normal([rows, width]),
    mean: contents.normal([rows]),
    variance: contents.uniform([rows], 0.1, 3),
    gamma: contents.normal([width]),
  }),
  tensorflow: ({ x, dy, mean, variance, gamma }) => {
    const deviation = tf.expandDims(tf.sqrt(tf.add(variance, epsilon)), 1);
    const normal = tf.div(tf.sub(x, tf.expandDims(mean, 1)), deviation);
    const through = tf.mul(dy, gamma!);
    const level = tf.mean(through, 1, true);
    const slope = tf.mean(tf.mul(through, normal), 1, true);
    return {
      dx: tf.div(tf.sub(tf.sub(through, level), tf.mul(normal, slope)), deviation),
      dgamma: tf.sum(tf.mul(dy, normal), 0),
      dbeta: tf.sum(dy, 0),
    };
  },
  tensorflowTolerance: 1e-5,
  magnitude: ({ rows }) => 3 * Math.sqrt(rows),
});
