import {
  elu,
  eluGrad,
  gelu,
  geluGrad,
  geluTanh,
  geluTanhGrad,
  hardSigmoid,
  hardSigmoidGrad,
  hardSilu,
  hardSiluGrad,
  leakyRelu,
  leakyReluGrad,
  silu,
  siluGrad,
  softplus,
  softplusGrad,
} from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { defineCase } from '../case.ts';
import type { Contents, Draw } from '../draw.ts';

// biome-ignore lint/suspicious/noExplicitAny: tensors of all ranks.
type AnyTensor = tf.Tensor<any>;

const sizes = (draw: Draw): { length: number } => ({ length: draw.length() });
const x = ({ length }: { length: number }, contents: Contents) => contents.uniform([length], -8, 8);
const inputs = (drawn: { length: number }, contents: Contents) => ({ x: x(drawn, contents) });
const gradientInputs = (drawn: { length: number }, contents: Contents) => ({
  x: x(drawn, contents),
  dy: contents.normal([drawn.length]),
});

const ramp = (x: AnyTensor): AnyTensor => tf.div(tf.clipByValue(tf.add(x, 3), 0, 6), 6);

const normalShare = (x: AnyTensor): AnyTensor => tf.mul(0.5, tf.add(1, tf.erf(tf.mul(x, Math.SQRT1_2))));

const cubic = (x: AnyTensor): AnyTensor =>
  tf.mul(Math.sqrt(2 / Math.PI), tf.add(x, tf.mul(0.044715, tf.mul(x, tf.mul(x, x)))));

const drawLeaky = (draw: Draw) => ({
  ...sizes(draw),
  negativeSlope: draw.oneOf([0, 0.3, -0.1]),
  threshold: draw.oneOf([0, 0.5]),
  maxValue: draw.oneOf([2, 6, Infinity]),
});

export const leakyReluCase = defineCase(leakyRelu, {
  sizes: drawLeaky,
  attributes: ({ negativeSlope, threshold, maxValue }) => ({ negativeSlope, threshold, maxValue }),
  inputs: (drawn, contents) => inputs(drawn, contents),
  tensorflow: ({ x }, { negativeSlope, threshold = 0, maxValue = Infinity }) => ({
    y: tf.where(
      tf.less(x, threshold),
      tf.mul(negativeSlope, tf.sub(x, threshold)),
      tf.minimum(x, Math.min(maxValue, 1e30)),
    ),
  }),
  nonFinite: ['x'],
});

export const leakyReluGradCase = defineCase(leakyReluGrad, {
  sizes: drawLeaky,
  attributes: ({ negativeSlope, threshold, maxValue }) => ({ negativeSlope, threshold, maxValue }),
  inputs: (drawn, contents) => gradientInputs(drawn, contents),
  nonFinite: ['dy'],
});

const drawElu = (draw: Draw) => ({
  ...sizes(draw),
  alpha: draw.oneOf([1, 0.5, 1.6732632423543772]),
  scale: draw.oneOf([1, 1.0507009873554805]),
});

export const eluCase = defineCase(elu, {
  sizes: drawElu,
  attributes: ({ alpha, scale }) => ({ alpha, scale }),
  inputs: (drawn, contents) => inputs(drawn, contents),
  tensorflow: ({ x }, { alpha, scale = 1 }) => ({
    y: tf.mul(scale, tf.where(tf.greater(x, 0), x, tf.mul(alpha, tf.expm1(tf.minimum(x, 0))))),
  }),
  nonFinite: ['x'],
});

export const eluGradCase = defineCase(eluGrad, {
  sizes: drawElu,
  attributes: ({ alpha, scale }) => ({ alpha, scale }),
  inputs: (drawn, contents) => gradientInputs(drawn, contents),
  tensorflow: ({ x, dy }, { alpha, scale = 1 }) => ({
    dx: tf.mul(dy, tf.mul(scale, tf.where(tf.greater(x, 0), tf.onesLike(x), tf.mul(alpha, tf.exp(x))))),
  }),
  nonFinite: ['dy'],
});

export const geluCase = defineCase(gelu, {
  sizes,
  inputs,
  tensorflow: ({ x }) => ({ y: tf.mul(x, normalShare(x)) }),
  // What the other's Φ(x) loses beside 1 shows where all of a tensor is far below 0.
  magnitude: () => 1,
  nonFinite: ['x'],
});

export const geluGradCase = defineCase(geluGrad, {
  sizes,
  inputs: gradientInputs,
  tensorflow: ({ x, dy }) => {
    const density = tf.mul(1 / Math.sqrt(2 * Math.PI), tf.exp(tf.mul(-0.5, tf.square(x))));
    return { dx: tf.mul(dy, tf.add(normalShare(x), tf.mul(x, density))) };
  },
  magnitude: () => 1,
  nonFinite: ['dy'],
});

/** TensorFlow.js takes the difference of 1 and a hyperbolic tangent close to it: it is 0 where our result is not yet. */
export const geluTanhCase = defineCase(geluTanh, {
  sizes,
  inputs,
  tensorflow: ({ x }) => ({ y: tf.mul(x, tf.mul(0.5, tf.add(1, tf.tanh(cubic(x))))) }),
  magnitude: () => 1,
  nonFinite: ['x'],
});

export const geluTanhGradCase = defineCase(geluTanhGrad, {
  sizes,
  inputs: gradientInputs,
  magnitude: () => 1,
  nonFinite: ['dy'],
});

export const siluCase = defineCase(silu, {
  sizes,
  inputs,
  tensorflow: ({ x }) => ({ y: tf.mul(x, tf.sigmoid(x)) }),
  nonFinite: ['x'],
});

export const siluGradCase = defineCase(siluGrad, {
  sizes,
  inputs: gradientInputs,
  tensorflow: ({ x, dy }) => {
    const s = tf.sigmoid(x);
    return { dx: tf.mul(dy, tf.mul(s, tf.add(1, tf.mul(x, tf.sub(1, s))))) };
  },
  magnitude: () => 1,
  nonFinite: ['dy'],
});

export const hardSigmoidCase = defineCase(hardSigmoid, {
  sizes,
  inputs,
  tensorflow: ({ x }) => ({ y: ramp(x) }),
  nonFinite: ['x'],
});

export const hardSigmoidGradCase = defineCase(hardSigmoidGrad, {
  sizes,
  inputs: gradientInputs,
  nonFinite: ['dy'],
});

export const hardSiluCase = defineCase(hardSilu, {
  sizes,
  inputs,
  tensorflow: ({ x }) => ({ y: tf.mul(x, ramp(x)) }),
  nonFinite: ['x'],
});

export const hardSiluGradCase = defineCase(hardSiluGrad, {
  sizes,
  inputs: gradientInputs,
  nonFinite: ['dy'],
});

export const softplusCase = defineCase(softplus, {
  sizes,
  inputs,
  tensorflow: ({ x }) => ({ y: tf.softplus(x) }),
  nonFinite: ['x'],
  ulps: 2,
});

export const softplusGradCase = defineCase(softplusGrad, {
  sizes,
  inputs: gradientInputs,
  tensorflow: ({ x, dy }) => ({ dx: tf.mul(dy, tf.sigmoid(x)) }),
  nonFinite: ['dy'],
});
