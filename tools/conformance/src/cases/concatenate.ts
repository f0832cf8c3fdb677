import { concatenate, type Tensor } from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { defineCase } from '../case.ts';

export const concatenateCase = defineCase(concatenate, {
  sizes: (draw) => ({
    outer: draw.oneOf([1, draw.between(1, 9), draw.between(100, 900)]),
    inner: draw.oneOf([1, 1, draw.between(1, 20)]),
    first: draw.between(0, 40),
    second: draw.between(1, 40),
    third: draw.between(0, 9),
  }),
  attributes: () => 1,
  inputs: ({ outer, inner, first, second, third }, contents) => {
    const part = (size: number): Tensor => contents.normal([outer, size, inner]);
    return { x0: part(first), x1: part(second), x2: part(third) };
  },
  tensorflow: (parts, axis) => ({ y: tf.concat(Object.values(parts), axis) }),
  nonFinite: ['x1'],
  ulps: 0,
});
