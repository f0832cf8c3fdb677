import { groupNorm, groupNormGrad } from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { defineCase } from '../case.ts';
import type { Draw } from '../draw.ts';

const epsilon = 1e-3;

// biome-ignore lint/suspicious/noExplicitAny: tensors of all ranks.
type AnyTensor = tf.Tensor<any>;

const sizes = (draw: Draw) => ({
  batch: draw.between(1, 4),
  pixels: draw.oneOf([draw.between(2, 9), draw.between(100, 600)]),
  groups: draw.oneOf([1, 2, 3, 8]),
  width: draw.between(1, 9),
});

/** Statistics of each sample's groups, one for each channel. */
const spread = (statistics: AnyTensor, batch: number, groups: number, width: number): AnyTensor =>
  tf.reshape(tf.tile(tf.reshape(statistics, [batch, groups, 1]), [1, 1, width]), [batch, 1, groups * width]);

export const groupNormCase = defineCase(groupNorm, {
  sizes,
  attributes: ({ groups }) => ({ groups, epsilon }),
  inputs: ({ batch, pixels, groups, width }, contents) => ({
    x: contents.normal([batch, pixels, groups * width]),
    gamma: contents.normal([groups * width]),
    beta: contents.normal([groups * width]),
  }),
  tensorflow: ({ x, gamma, beta }, _, { batch, pixels, groups, width }) => {
    const { mean, variance } = tf.moments(tf.reshape(x, [batch, pixels, groups, width]), [1, 3]);
    const deviation = tf.sqrt(tf.add(spread(variance, batch, groups, width), epsilon));
    const normal = tf.div(tf.sub(x, spread(mean, batch, groups, width)), deviation);
    return { y: tf.add(tf.mul(normal, gamma!), beta!), mean, variance };
  },
  tensorflowTolerance: 1e-5,
  magnitude: () => 1,
  nonFinite: ['x'],
});

export const groupNormGradCase = defineCase(groupNormGrad, {
  sizes,
  attributes: ({ groups }) => ({ groups, epsilon }),
  inputs: ({ batch, pixels, groups, width }, contents) => ({
    x: contents.normal([batch, pixels, groups * width]),
    dy: contents.normal([batch, pixels, groups * width]),
    mean: contents.normal([batch, groups]),
    variance: contents.uniform([batch, groups], 0.1, 3),
    gamma: contents.normal([groups * width]),
  }),
  tensorflow: ({ x, dy, mean, variance, gamma }, _, { batch, pixels, groups, width }) => {
    const ofGroup = (terms: AnyTensor): AnyTensor =>
      spread(tf.mean(tf.reshape(terms, [batch, pixels, groups, width]), [1, 3]), batch, groups, width);
    const deviation = tf.sqrt(tf.add(spread(variance, batch, groups, width), epsilon));
    const normal = tf.div(tf.sub(x, spread(mean, batch, groups, width)), deviation);
    const through = tf.mul(dy, gamma!);
    const rest = tf.sub(tf.sub(through, ofGroup(through)), tf.mul(normal, ofGroup(tf.mul(through, normal))));
    return {
      dx: tf.div(rest, deviation),
      dgamma: tf.sum(tf.mul(dy, normal), [0, 1]),
      dbeta: tf.sum(dy, [0, 1]),
    };
  },
  tensorflowTolerance: 1e-5,
  magnitude: ({ batch, pixels }) => 3 * Math.sqrt(batch * pixels),
});
