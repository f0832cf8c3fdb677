import { sigmoidCrossEntropy, sigmoidCrossEntropyGrad } from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { defineCase } from '../case.ts';
import { classification } from '../shapes/classification.ts';

export const sigmoidCrossEntropyCase = defineCase(sigmoidCrossEntropy, {
  sizes: classification,
  inputs: ({ rows, classes }, contents) => ({
    logits: contents.normal([rows, classes]),
    targets: contents.bits([rows, classes]),
  }),
  tensorflow: ({ logits, targets }) => ({
    loss: tf.mean(tf.losses.sigmoidCrossEntropy(targets, logits, undefined, 0, tf.Reduction.NONE), -1),
    probabilities: tf.sigmoid(logits),
  }),
  magnitude: () => 1,
});

export const sigmoidCrossEntropyGradCase = defineCase(sigmoidCrossEntropyGrad, {
  sizes: classification,
  inputs: ({ rows, classes }, contents) => ({
    probabilities: contents.uniform([rows, classes], 0, 1),
    targets: contents.bits([rows, classes]),
    dy: contents.normal([rows]),
  }),
  tensorflow: ({ probabilities, targets, dy }, _, { classes }) => ({
    dx: tf.mul(tf.sub(probabilities, targets), tf.div(tf.expandDims(dy, -1), classes)),
  }),
});
