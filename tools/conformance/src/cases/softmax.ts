import { softmax, softmaxGrad } from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { defineCase } from '../case.ts';
import { classification } from '../shapes/classification.ts';

export const softmaxCase = defineCase(softmax, {
  sizes: classification,
  inputs: ({ rows, classes }, contents) => ({ x: contents.normal([rows, classes]) }),
  tensorflow: ({ x }) => ({ y: tf.softmax(x) }),
  nonFinite: ['x'],
});

export const softmaxGradCase = defineCase(softmaxGrad, {
  sizes: classification,
  inputs: ({ rows, classes }, contents) => ({
    y: contents.distributions([rows, classes]),
    dy: contents.normal([rows, classes]),
  }),
  tensorflow: ({ y, dy }) => ({ dx: tf.mul(y, tf.sub(dy, tf.sum(tf.mul(dy, y), -1, true))) }),
  magnitude: () => 1,
});
