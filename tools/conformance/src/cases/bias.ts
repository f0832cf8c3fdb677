import { biasAdd, biasGradient } from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { defineCase } from '../case.ts';
import type { Draw } from '../draw.ts';

const sizes = (draw: Draw): { rows: number; channels: number } => ({
  rows: draw.oneOf([draw.between(1, 9), draw.between(100, 2000)]),
  channels: draw.oneOf([1, 2, 3, 5, 10, 32, 64, 65, 128]),
});

export const biasAddCase = defineCase(biasAdd, {
  sizes,
  inputs: ({ rows, channels }, contents) => ({
    x: contents.normal([rows, channels]),
    bias: contents.normal([channels]),
  }),
  tensorflow: ({ x, bias }) => ({ y: tf.add(x, bias) }),
  nonFinite: ['x', 'bias'],
  ulps: 0.5,
});

export const biasGradientCase = defineCase(biasGradient, {
  sizes,
  inputs: ({ rows, channels }, contents) => ({ dy: contents.normal([rows, channels]) }),
  tensorflow: ({ dy }) => ({ db: tf.sum(dy, 0) }),
  tensorflowTolerance: 1e-5,
  magnitude: ({ rows }) => Math.sqrt(rows),
  nonFinite: ['dy'],
});
