import { Tensor, weightPenalty, weightPenaltyGrad } from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { defineCase } from '../case.ts';
import type { Draw } from '../draw.ts';

interface Penalty {
  readonly length: number;
  readonly l1: number;
  readonly l2: number;
}

const sizes = (draw: Draw): Penalty => ({
  length: draw.length(),
  l1: draw.oneOf([0, 0.5]),
  l2: draw.oneOf([0.01, 2]),
});

export const weightPenaltyCase = defineCase(weightPenalty, {
  sizes,
  attributes: ({ l1, l2 }) => ({ l1, l2 }),
  inputs: ({ length }, contents) => ({ w: contents.normal([length]) }),
  tensorflow: ({ w }, { l1, l2 }) => ({
    y: tf.add(tf.mul(l1, tf.sum(tf.abs(w))), tf.mul(l2, tf.sum(tf.square(w)))),
  }),
  // Its sums are not cut up, and lose what is added late.
  tensorflowTolerance: 2e-5,
  nonFinite: ['w'],
});

export const weightPenaltyGradCase = defineCase(weightPenaltyGrad, {
  sizes,
  attributes: ({ l1, l2 }) => ({ l1, l2 }),
  inputs: ({ length }, contents) => ({
    w: contents.normal([length]),
    dy: new Tensor('f32', [], Float32Array.of(0.75)),
    onto: contents.normal([length]),
  }),
  tensorflow: ({ w, dy, onto }, { l1, l2 }) => ({
    dw: tf.add(onto!, tf.mul(dy, tf.add(tf.mul(l1, tf.sign(w)), tf.mul(2 * l2, w)))),
  }),
  nonFinite: ['w', 'onto'],
});
