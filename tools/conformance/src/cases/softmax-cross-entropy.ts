import {
  softmaxCrossEntropy,
  softmaxCrossEntropyDense,
  softmaxCrossEntropyDenseGrad,
  softmaxCrossEntropyGrad,
} from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { defineCase } from '../case.ts';
import { classification, oneHot } from '../shapes/classification.ts';

export const softmaxCrossEntropyCase = defineCase(softmaxCrossEntropy, {
  sizes: classification,
  inputs: ({ rows, classes }, contents) => ({
    logits: contents.normal([rows, classes]),
    labels: contents.integers([rows], 0, classes - 1),
  }),
  tensorflow: ({ logits, labels }, _, { classes }) => ({
    loss: lossOf(oneHot(labels, classes), logits),
    probabilities: tf.softmax(logits),
  }),
  magnitude: () => 1,
});

export const softmaxCrossEntropyWrongLabelsCase = defineCase(softmaxCrossEntropy, {
  variation: 'wrong-labels',
  sizes: classification,
  inputs: ({ rows, classes }, contents) => ({
    logits: contents.normal([rows, classes]),
    labels: contents.integers([rows], -1, classes),
  }),
  magnitude: () => 1,
  nonFinite: ['logits'],
});

export const softmaxCrossEntropyGradCase = defineCase(softmaxCrossEntropyGrad, {
  sizes: (draw) => ({ ...classification(draw), wrongLabels: draw.oneOf([false, false, true]) }),
  inputs: ({ rows, classes, wrongLabels }, contents) => ({
    probabilities: contents.distributions([rows, classes]),
    labels: wrongLabels ? contents.integers([rows], -1, classes) : contents.integers([rows], 0, classes - 1),
    dy: contents.normal([rows]),
  }),
  tensorflow: ({ probabilities, labels, dy }, _, { classes, wrongLabels }) =>
    wrongLabels ? {} : { dx: tf.mul(tf.sub(probabilities, oneHot(labels, classes)), tf.expandDims(dy, -1)) },
  magnitude: () => 1,
});

export const softmaxCrossEntropyDenseCase = defineCase(softmaxCrossEntropyDense, {
  sizes: classification,
  inputs: ({ rows, classes }, contents) => ({
    logits: contents.normal([rows, classes]),
    targets: contents.distributions([rows, classes]),
  }),
  tensorflow: ({ logits, targets }) => ({
    loss: lossOf(targets, logits),
    probabilities: tf.softmax(logits),
  }),
  magnitude: () => 1,
});

export const softmaxCrossEntropyDenseGradCase = defineCase(softmaxCrossEntropyDenseGrad, {
  sizes: classification,
  inputs: ({ rows, classes }, contents) => ({
    probabilities: contents.distributions([rows, classes]),
    targets: contents.distributions([rows, classes]),
    dy: contents.normal([rows]),
  }),
  tensorflow: ({ probabilities, targets, dy }) => ({
    dx: tf.mul(tf.sub(probabilities, targets), tf.expandDims(dy, -1)),
  }),
  magnitude: () => 1,
});

function lossOf(targets: tf.Tensor, logits: tf.Tensor): tf.Tensor {
  return tf.losses.softmaxCrossEntropy(targets, logits, undefined, 0, tf.Reduction.NONE);
}
