import { argMax, binaryAccuracy, categoricalAccuracy, inTopK, oneHot, thresholdCounts } from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { defineCase } from '../case.ts';
import { classification, oneHot as theirOneHot } from '../shapes/classification.ts';

export const inTopKCase = defineCase(inTopK, {
  sizes: (draw) => {
    const { rows, classes } = classification(draw);
    return { rows, classes, k: draw.between(1, classes), ties: draw.oneOf([false, true]) };
  },
  attributes: ({ k }) => ({ k }),
  inputs: ({ rows, classes, ties }, contents) => ({
    scores: ties ? contents.bits([rows, classes]) : contents.normal([rows, classes]),
    labels: contents.integers([rows], 0, classes - 1),
  }),
  tensorflow: ({ scores, labels }, { k }) => ({
    hit: tf.any(tf.equal(tf.topk(scores, k).indices, tf.expandDims(labels, -1)), -1),
  }),
  nonFinite: ['scores'],
  ulps: 0,
});

export const categoricalAccuracyCase = defineCase(categoricalAccuracy, {
  sizes: (draw) => ({ ...classification(draw), ties: draw.oneOf([false, true]) }),
  inputs: ({ rows, classes, ties }, contents) => ({
    scores: ties ? contents.bits([rows, classes]) : contents.normal([rows, classes]),
    targets: contents.bits([rows, classes]),
  }),
  tensorflow: ({ scores, targets }) => ({ hit: tf.equal(tf.argMax(scores, -1), tf.argMax(targets, -1)) }),
  nonFinite: ['scores', 'targets'],
  ulps: 0,
});

export const binaryAccuracyCase = defineCase(binaryAccuracy, {
  sizes: classification,
  attributes: () => ({ threshold: 0.4 }),
  inputs: ({ rows, classes }, contents) => ({
    probabilities: contents.uniform([rows, classes], 0, 1),
    targets: contents.bits([rows, classes]),
  }),
  tensorflow: ({ probabilities, targets }, { threshold }) => ({
    hit: tf.mean(tf.equal(tf.greater(probabilities, threshold), tf.cast(targets, 'bool')), -1),
  }),
  nonFinite: ['probabilities'],
});

export const oneHotCase = defineCase(oneHot, {
  sizes: classification,
  attributes: ({ classes }) => ({ classes }),
  inputs: ({ rows, classes }, contents) => ({ labels: contents.integers([rows], 0, classes - 1) }),
  tensorflow: ({ labels }, { classes }) => ({ y: theirOneHot(labels, classes) }),
  ulps: 0,
});

export const argMaxCase = defineCase(argMax, {
  sizes: (draw) => ({ ...classification(draw), ties: draw.oneOf([false, true]) }),
  inputs: ({ rows, classes, ties }, contents) => ({
    x: ties ? contents.bits([rows, classes]) : contents.normal([rows, classes]),
  }),
  tensorflow: ({ x }) => ({ y: tf.argMax(x, -1) }),
  nonFinite: ['x'],
  ulps: 0,
});

export const thresholdCountsCase = defineCase(thresholdCounts, {
  sizes: (draw) => ({ ...classification(draw), count: draw.oneOf([1, 2, 9, 200]) }),
  inputs: ({ rows, classes, count }, contents) => {
    const thresholds = contents.uniform([count], 0, 1);
    thresholds.data.sort();
    return {
      predictions: contents.uniform([rows, classes], 0, 1),
      targets: contents.bits([rows, classes]),
      thresholds,
    };
  },
  nonFinite: ['predictions'],
  ulps: 0,
});
