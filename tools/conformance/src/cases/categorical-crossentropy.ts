import {
  categoricalCrossentropy,
  categoricalCrossentropyGrad,
  sparseCategoricalCrossentropy,
  sparseCategoricalCrossentropyGrad,
} from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { defineCase } from '../case.ts';
import { classification, oneHot } from '../shapes/classification.ts';

export const categoricalCrossentropyCase = defineCase(categoricalCrossentropy, {
  sizes: classification,
  inputs: ({ rows, classes }, contents) => ({
    probabilities: contents.uniform([rows, classes], 0.01, 1),
    targets: contents.distributions([rows, classes]),
  }),
  tensorflow: ({ probabilities, targets }) => ({ loss: lossOf(probabilities, targets) }),
  magnitude: () => 1,
});

export const categoricalCrossentropyGradCase = defineCase(categoricalCrossentropyGrad, {
  sizes: classification,
  inputs: ({ rows, classes }, contents) => ({
    probabilities: contents.uniform([rows, classes], 0.01, 1),
    targets: contents.distributions([rows, classes]),
    dy: contents.normal([rows]),
  }),
  tensorflow: ({ probabilities, targets, dy }, _, { classes }) =>
    classes === 1 ? {} : { dx: gradientOf(probabilities, targets, dy) },
  magnitude: () => 1,
});

export const sparseCategoricalCrossentropyCase = defineCase(sparseCategoricalCrossentropy, {
  sizes: (draw) => ({ ...classification(draw), wrongLabels: draw.oneOf([false, false, true]) }),
  inputs: ({ rows, classes, wrongLabels }, contents) => ({
    probabilities: contents.uniform([rows, classes], 0.01, 1),
    labels: wrongLabels ? contents.integers([rows], -1, classes) : contents.integers([rows], 0, classes - 1),
  }),
  tensorflow: ({ probabilities, labels }, _, { classes, wrongLabels }) =>
    wrongLabels ? {} : { loss: lossOf(probabilities, oneHot(labels, classes)) },
  magnitude: () => 1,
});

export const sparseCategoricalCrossentropyGradCase = defineCase(sparseCategoricalCrossentropyGrad, {
  sizes: (draw) => ({ ...classification(draw), wrongLabels: draw.oneOf([false, false, true]) }),
  inputs: ({ rows, classes, wrongLabels }, contents) => ({
    probabilities: contents.uniform([rows, classes], 0.01, 1),
    labels: wrongLabels ? contents.integers([rows], -1, classes) : contents.integers([rows], 0, classes - 1),
    dy: contents.normal([rows]),
  }),
  tensorflow: ({ probabilities, labels, dy }, _, { classes, wrongLabels }) =>
    wrongLabels || classes === 1 ? {} : { dx: gradientOf(probabilities, oneHot(labels, classes), dy) },
  magnitude: () => 1,
});

function lossOf(probabilities: tf.Tensor, targets: tf.Tensor): tf.Tensor {
  const q = tf.div(probabilities, tf.sum(probabilities, -1, true));
  return tf.neg(tf.sum(tf.mul(targets, tf.log(tf.clipByValue(q, 1e-7, 1 - 1e-7))), -1));
}

/** Where nothing is clipped, that is, with more classes than one. */
function gradientOf(probabilities: tf.Tensor, targets: tf.Tensor, dy: tf.Tensor): tf.Tensor {
  const total = tf.sum(probabilities, -1, true);
  const slope = tf.div(tf.mul(targets, total), probabilities);
  return tf.div(tf.mul(tf.expandDims(dy, -1), tf.sub(tf.sum(targets, -1, true), slope)), total);
}
