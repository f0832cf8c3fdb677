import {
  add,
  chooseGrad,
  exp,
  identity,
  log,
  logGrad,
  maximum,
  minimum,
  multiply,
  relu,
  reluGrad,
  scale,
  sigmoid,
  sigmoidGrad,
  subtract,
  tanh,
  tanhGrad,
} from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { defineCase } from '../case.ts';
import type { Draw } from '../draw.ts';

const sizes = (draw: Draw): { length: number } => ({ length: draw.length() });

export const reluCase = defineCase(relu, {
  sizes,
  inputs: ({ length }, contents) => ({ x: contents.normal([length]) }),
  tensorflow: ({ x }) => ({ y: tf.relu(x) }),
  nonFinite: ['x'],
  ulps: 0,
});

export const reluGradCase = defineCase(reluGrad, {
  sizes,
  inputs: ({ length }, contents) => ({ y: contents.normal([length]), dy: contents.normal([length]) }),
  tensorflow: ({ y, dy }) => ({ dx: tf.mul(dy, tf.step(y)) }),
  nonFinite: ['y', 'dy'],
  ulps: 0,
});

export const sigmoidCase = defineCase(sigmoid, {
  sizes,
  inputs: ({ length }, contents) => ({ x: contents.uniform([length], -20, 20) }),
  tensorflow: ({ x }) => ({ y: tf.sigmoid(x) }),
  nonFinite: ['x'],
  ulps: 2.5,
});

/** Three roundings: of 1 − y, of its product with y, and with dy; each is half an ulp, up to twice that in ulp of the result. */
export const sigmoidGradCase = defineCase(sigmoidGrad, {
  sizes,
  inputs: ({ length }, contents) => ({ y: contents.uniform([length], 0, 1), dy: contents.normal([length]) }),
  tensorflow: ({ y, dy }) => ({ dx: tf.mul(dy, tf.mul(y, tf.sub(1, y))) }),
  nonFinite: ['dy'],
  ulps: 3,
});

export const tanhCase = defineCase(tanh, {
  sizes,
  inputs: ({ length }, contents) => ({ x: contents.uniform([length], -6, 6) }),
  tensorflow: ({ x }) => ({ y: tf.tanh(x) }),
  nonFinite: ['x'],
  ulps: 2.6,
});

export const tanhGradCase = defineCase(tanhGrad, {
  sizes,
  inputs: ({ length }, contents) => ({ y: contents.uniform([length], -1, 1), dy: contents.normal([length]) }),
  tensorflow: ({ y, dy }) => ({ dx: tf.mul(dy, tf.sub(1, tf.square(y))) }),
  magnitude: () => 1,
  nonFinite: ['dy'],
});

export const expCase = defineCase(exp, {
  sizes,
  inputs: ({ length }, contents) => ({ x: contents.uniform([length], -20, 20) }),
  tensorflow: ({ x }) => ({ y: tf.exp(x) }),
  nonFinite: ['x'],
  ulps: 1.1,
});

export const logCase = defineCase(log, {
  sizes,
  inputs: ({ length }, contents) => ({ x: contents.uniform([length], 1e-6, 4) }),
  tensorflow: ({ x }) => ({ y: tf.log(x) }),
  magnitude: () => 1,
  nonFinite: ['x'],
  ulps: 1,
});

export const logGradCase = defineCase(logGrad, {
  sizes,
  inputs: ({ length }, contents) => ({
    x: contents.uniform([length], 0.1, 4),
    dy: contents.normal([length]),
  }),
  tensorflow: ({ x, dy }) => ({ dx: tf.div(dy, x) }),
  nonFinite: ['x', 'dy'],
  ulps: 0.5,
});

export const addCase = defineCase(add, {
  sizes,
  inputs: ({ length }, contents) => ({ a: contents.normal([length]), b: contents.normal([length]) }),
  tensorflow: ({ a, b }) => ({ y: tf.add(a, b) }),
  nonFinite: ['a', 'b'],
  ulps: 0.5,
});

export const multiplyCase = defineCase(multiply, {
  sizes,
  inputs: ({ length }, contents) => ({ a: contents.normal([length]), b: contents.normal([length]) }),
  tensorflow: ({ a, b }) => ({ y: tf.mul(a, b) }),
  nonFinite: ['a', 'b'],
  ulps: 0.5,
});

export const subtractCase = defineCase(subtract, {
  sizes,
  inputs: ({ length }, contents) => ({ a: contents.normal([length]), b: contents.normal([length]) }),
  tensorflow: ({ a, b }) => ({ y: tf.sub(a, b) }),
  nonFinite: ['a', 'b'],
  ulps: 0.5,
});

export const maximumCase = defineCase(maximum, {
  sizes,
  inputs: ({ length }, contents) => ({ a: contents.normal([length]), b: contents.normal([length]) }),
  tensorflow: ({ a, b }) => ({ y: tf.maximum(a, b) }),
  nonFinite: ['a', 'b'],
  ulps: 0,
});

export const minimumCase = defineCase(minimum, {
  sizes,
  inputs: ({ length }, contents) => ({ a: contents.normal([length]), b: contents.normal([length]) }),
  tensorflow: ({ a, b }) => ({ y: tf.minimum(a, b) }),
  nonFinite: ['a', 'b'],
  ulps: 0,
});

/** Of whole numbers, many of which are equal. */
export const chooseGradCase = defineCase(chooseGrad, {
  sizes,
  inputs: ({ length }, contents) => ({
    least: contents.bits([length]),
    most: contents.bits([length]),
    dy: contents.normal([length]),
  }),
  tensorflow: ({ least, most, dy }) => ({
    chosen: tf.mul(dy, tf.cast(tf.lessEqual(least, most), 'float32')),
    other: tf.mul(dy, tf.cast(tf.greater(least, most), 'float32')),
  }),
  nonFinite: ['least', 'most', 'dy'],
  ulps: 0,
});

export const scaleCase = defineCase(scale, {
  sizes: (draw) => ({ length: draw.length(), factor: draw.oneOf([-2, 0, 0.5, 3]) }),
  attributes: ({ factor }) => factor,
  inputs: ({ length }, contents) => ({ x: contents.normal([length]) }),
  tensorflow: ({ x }, factor) => ({ y: tf.mul(x, factor) }),
  nonFinite: ['x'],
  ulps: 0.5,
});

export const identityCase = defineCase(identity, {
  sizes: (draw) => ({ length: draw.length(), bytes: draw.oneOf([false, true]) }),
  inputs: ({ length, bytes }, contents) => ({
    x: bytes ? contents.bytes([length]) : contents.normal([length]),
  }),
  tensorflow: ({ x }) => ({ y: tf.clone(x) }),
  ulps: 0,
});
