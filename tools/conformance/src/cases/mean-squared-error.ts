import { meanSquaredError, meanSquaredErrorGrad } from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { defineCase } from '../case.ts';
import { classification } from '../shapes/classification.ts';

export const meanSquaredErrorCase = defineCase(meanSquaredError, {
  sizes: classification,
  inputs: ({ rows, classes }, contents) => ({
    predictions: contents.normal([rows, classes]),
    targets: contents.normal([rows, classes]),
  }),
  tensorflow: ({ predictions, targets }) => ({
    loss: tf.mean(tf.losses.meanSquaredError(targets, predictions, undefined, tf.Reduction.NONE), -1),
  }),
  magnitude: () => 1,
});

export const meanSquaredErrorGradCase = defineCase(meanSquaredErrorGrad, {
  sizes: classification,
  inputs: ({ rows, classes }, contents) => ({
    predictions: contents.normal([rows, classes]),
    targets: contents.normal([rows, classes]),
    dy: contents.normal([rows]),
  }),
  tensorflow: ({ predictions, targets, dy }, _, { classes }) => ({
    dx: tf.mul(tf.sub(predictions, targets), tf.mul(tf.expandDims(dy, -1), 2 / classes)),
  }),
  magnitude: ({ classes }) => 1 / classes,
});
