import { mean, meanGrad } from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { defineCase } from '../case.ts';

export const meanCase = defineCase(mean, {
  sizes: (draw) => ({ length: draw.length() }),
  inputs: ({ length }, contents) => ({ x: contents.uniform([length], 0, 2) }),
  tensorflow: ({ x }) => ({ y: tf.mean(x) }),
  // Its sums are not cut up, and lose what is added late.
  tensorflowTolerance: 2e-5,
  nonFinite: ['x'],
});

export const meanGradCase = defineCase(meanGrad, {
  sizes: (draw) => ({ length: draw.length() }),
  attributes: ({ length }) => ({ shape: [length] }),
  inputs: (_, contents) => ({ dy: contents.normal([]) }),
  tensorflow: ({ dy }, { shape }) => ({ dx: tf.fill([...shape], dy.dataSync()[0]! / shape[0]!) }),
  nonFinite: ['dy'],
  ulps: 0.5,
});
