import { matMul } from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { defineCase } from '../case.ts';

export const matMulCase = defineCase(matMul, {
  sizes: (draw) => ({
    m: draw.oneOf([1, draw.between(2, 8), draw.between(9, 90)]),
    n: draw.oneOf([1, 8, 10, 64, draw.between(2, 90)]),
    k: draw.oneOf([1, draw.between(2, 64), draw.between(65, 600)]),
    transposeA: draw.oneOf([false, true]),
    transposeB: draw.oneOf([false, true]),
    bias: draw.oneOf([false, true]),
    activation: draw.oneOf(['linear', 'relu']),
  }),
  attributes: ({ transposeA, transposeB, activation }) => ({ transposeA, transposeB, activation }),
  inputs: ({ m, n, k, transposeA, transposeB, bias }, contents) => ({
    a: contents.normal(transposeA ? [k, m] : [m, k]),
    b: contents.normal(transposeB ? [n, k] : [k, n]),
    bias: bias ? contents.normal([n]) : undefined,
  }),
  tensorflow: ({ a, b, bias }, { transposeA, transposeB, activation }) => {
    const product = tf.matMul(a, b, transposeA, transposeB);
    const sum = bias ? tf.add(product, bias) : product;
    return { y: activation === 'relu' ? tf.relu(sum) : sum };
  },
  magnitude: ({ k }) => Math.sqrt(k),
  nonFinite: ['a', 'b'],
});
