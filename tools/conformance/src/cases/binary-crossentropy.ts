import { binaryCrossentropy, binaryCrossentropyGrad } from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { defineCase } from '../case.ts';
import { classification } from '../shapes/classification.ts';

export const binaryCrossentropyCase = defineCase(binaryCrossentropy, {
  sizes: classification,
  inputs: ({ rows, classes }, contents) => ({
    probabilities: contents.uniform([rows, classes], 0.001, 0.999),
    targets: contents.bits([rows, classes]),
  }),
  tensorflow: ({ probabilities, targets }) => ({
    loss: tf.mean(tf.losses.logLoss(targets, probabilities, undefined, 1e-30, tf.Reduction.NONE), -1),
  }),
  magnitude: () => 1,
});

export const binaryCrossentropyGradCase = defineCase(binaryCrossentropyGrad, {
  sizes: classification,
  inputs: ({ rows, classes }, contents) => ({
    probabilities: contents.uniform([rows, classes], 0.001, 0.999),
    targets: contents.bits([rows, classes]),
    dy: contents.normal([rows]),
  }),
  tensorflow: ({ probabilities, targets, dy }, _, { classes }) => ({
    dx: tf.mul(
      tf.div(tf.sub(probabilities, targets), tf.mul(probabilities, tf.sub(1, probabilities))),
      tf.div(tf.expandDims(dy, -1), classes),
    ),
  }),
});
