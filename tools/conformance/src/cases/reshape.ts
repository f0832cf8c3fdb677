import { reshape } from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { defineCase } from '../case.ts';

export const reshapeCase = defineCase(reshape, {
  sizes: (draw) => ({ rows: draw.between(1, 40), columns: draw.between(1, 40), depth: draw.between(1, 9) }),
  attributes: ({ rows, columns, depth }) => [rows, columns * depth],
  inputs: ({ rows, columns, depth }, contents) => ({ x: contents.normal([rows, columns, depth]) }),
  tensorflow: ({ x }, shape) => ({ y: tf.reshape(x, [...shape]) }),
  nonFinite: ['x'],
  ulps: 0,
});
