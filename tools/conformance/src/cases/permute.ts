import { permute } from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { defineCase } from '../case.ts';

const orders = ['10', '021', '102', '210', '0231', '0312', '3210', '04213', '13024'];

export const permuteCase = defineCase(permute, {
  sizes: (draw) => ({
    order: `axes${draw.oneOf(orders)}`,
    first: draw.between(1, 9),
    second: draw.between(1, 20),
    others: draw.between(1, 7),
  }),
  attributes: ({ order }) => axesOf(order),
  inputs: ({ order, first, second, others }, contents) => ({
    x: contents.normal([first, second, others, others + 1, 2].slice(0, axesOf(order).length)),
  }),
  tensorflow: ({ x }, axes) => ({ y: tf.transpose(x, [...axes]) }),
  nonFinite: ['x'],
  ulps: 0,
});

/** `axes021` → `[0, 2, 1]`. */
function axesOf(order: string): number[] {
  return [...order.slice('axes'.length)].map(Number);
}
