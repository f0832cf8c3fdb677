import {
  accumulate,
  adagradUpdate,
  adamUpdate,
  averageWeights,
  clipByNorm,
  clipByValue,
  decayGradients,
  decayWeights,
  lionUpdate,
  momentumUpdate,
  type Range,
  rmspropUpdate,
  sgdUpdate,
  sumOfSquares,
} from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { defineCase } from '../case.ts';
import type { Draw } from '../draw.ts';

export const sgdUpdateCase = defineCase(sgdUpdate, {
  sizes: (draw) => ({ length: draw.length() }),
  inputs: ({ length }, contents) => ({
    parameters: contents.normal([length]),
    gradients: contents.normal([length]),
    rate: contents.uniform([1], 0.01, 0.5),
  }),
  tensorflow: ({ parameters, gradients, rate }) => ({
    newParameters: tf.sub(parameters, tf.mul(rate, gradients)),
  }),
  magnitude: () => 1,
  nonFinite: ['gradients'],
});

export const momentumUpdateCase = defineCase(momentumUpdate, {
  sizes: (draw) => ({ length: draw.length(), nesterov: draw.oneOf([false, true]) }),
  attributes: ({ nesterov }) => ({ momentum: 0.9, nesterov }),
  inputs: ({ length }, contents) => ({
    parameters: contents.normal([length]),
    gradients: contents.normal([length]),
    velocity: contents.normal([length]),
    rate: contents.uniform([1], 0.01, 0.5),
  }),
  tensorflow: ({ parameters, gradients, velocity, rate }, { momentum, nesterov }) => {
    const step = tf.mul(rate, gradients);
    const newVelocity = tf.sub(tf.mul(velocity, momentum), step);
    const change = nesterov ? tf.sub(tf.mul(newVelocity, momentum), step) : newVelocity;
    return { newParameters: tf.add(parameters, change), newVelocity };
  },
  magnitude: () => 1,
  nonFinite: ['gradients'],
});

export const adamUpdateCase = defineCase(adamUpdate, {
  sizes: (draw) => ({ length: draw.length() }),
  attributes: () => ({ beta1: 0.9, beta2: 0.999, epsilon: 1e-7 }),
  inputs: ({ length }, contents) => ({
    parameters: contents.normal([length]),
    gradients: contents.normal([length]),
    m: contents.normal([length]),
    v: contents.uniform([length], 0, 2),
    alpha: contents.uniform([1], 0.01, 0.05),
  }),
  tensorflow: ({ parameters, gradients, m, v, alpha }, { beta1, beta2, epsilon }) => {
    const newM = tf.add(m, tf.mul(tf.sub(gradients, m), 1 - beta1));
    const newV = tf.add(v, tf.mul(tf.sub(tf.square(gradients), v), 1 - beta2));
    const step = tf.div(tf.mul(alpha, newM), tf.add(tf.sqrt(newV), epsilon));
    return { newParameters: tf.sub(parameters, step), newM, newV };
  },
  magnitude: () => 1,
});

export const rmspropUpdateCase = defineCase(rmspropUpdate, {
  sizes: (draw) => ({
    length: draw.length(),
    momentum: draw.oneOf([0, 0.9]),
    centered: draw.oneOf([false, true]),
  }),
  attributes: ({ momentum }) => ({ rho: 0.9, momentum, epsilon: 1e-2 }),
  inputs: ({ length, momentum, centered }, contents) => ({
    parameters: contents.normal([length]),
    gradients: contents.normal([length]),
    // A mean square is no smaller than the square of the mean.
    square: contents.uniform([length], 1, 2),
    mean: centered ? contents.uniform([length], -1, 1) : undefined,
    velocity: momentum > 0 ? contents.normal([length]) : undefined,
    rate: contents.uniform([1], 0.01, 0.05),
  }),
  tensorflow: ({ parameters, gradients, square, mean, velocity, rate }, { rho, momentum, epsilon }) => {
    const towards = (average: tf.Tensor, x: tf.Tensor) =>
      tf.add(average, tf.mul(tf.sub(x, average), 1 - rho));
    const newSquare = towards(square, tf.square(gradients));
    const newMean = mean && towards(mean, gradients);
    const variance = newMean ? tf.sub(newSquare, tf.square(newMean)) : newSquare;
    const move = tf.div(tf.mul(rate, gradients), tf.sqrt(tf.add(variance, epsilon)));
    const newVelocity = velocity && tf.add(tf.mul(velocity, momentum), move);
    return {
      newParameters: tf.sub(parameters, newVelocity ?? move),
      newSquare,
      ...(newMean && { newMean }),
      ...(newVelocity && { newVelocity }),
    };
  },
  magnitude: () => 1,
});

export const adagradUpdateCase = defineCase(adagradUpdate, {
  sizes: (draw) => ({ length: draw.length() }),
  attributes: () => ({ offset: 0.1 }),
  inputs: ({ length }, contents) => ({
    parameters: contents.normal([length]),
    gradients: contents.normal([length]),
    squares: contents.uniform([length], 0, 2),
    rate: contents.uniform([1], 0.01, 0.5),
  }),
  tensorflow: ({ parameters, gradients, squares, rate }, { offset }) => {
    const newSquares = tf.add(squares, tf.square(gradients));
    const step = tf.div(tf.mul(rate, gradients), tf.sqrt(tf.add(newSquares, offset)));
    return { newParameters: tf.sub(parameters, step), newSquares };
  },
  magnitude: () => 1,
  nonFinite: ['gradients'],
});

export const lionUpdateCase = defineCase(lionUpdate, {
  sizes: (draw) => ({ length: draw.length() }),
  attributes: () => ({ beta1: 0.9, beta2: 0.99 }),
  inputs: ({ length }, contents) => ({
    parameters: contents.normal([length]),
    gradients: contents.normal([length]),
    m: contents.normal([length]),
    // So small that a sign which rounding decides makes no difference.
    rate: contents.uniform([1], 1e-8, 1e-7),
  }),
  tensorflow: ({ parameters, gradients, m, rate }, { beta1, beta2 }) => {
    const direction = tf.sign(tf.add(tf.mul(m, beta1), tf.mul(gradients, 1 - beta1)));
    return {
      newParameters: tf.sub(parameters, tf.mul(rate, direction)),
      newM: tf.add(tf.mul(m, beta2), tf.mul(gradients, 1 - beta2)),
    };
  },
  magnitude: () => 1,
  nonFinite: ['gradients'],
});

export const decayWeightsCase = defineCase(decayWeights, {
  sizes: rangeSizes,
  attributes: rangeOf,
  inputs: (sizes, contents) => ({
    parameters: contents.normal([whole(sizes)]),
    rate: contents.uniform([1], 0.001, 0.1),
  }),
  tensorflow: ({ parameters, rate }, _, sizes) => ({
    newParameters: tf.sub(parameters, tf.mul(within(sizes), tf.mul(rate, parameters))),
  }),
  nonFinite: ['parameters'],
});

export const decayGradientsCase = defineCase(decayGradients, {
  sizes: rangeSizes,
  attributes: (sizes) => ({ ...rangeOf(sizes), share: 0.1 }),
  inputs: (sizes, contents) => ({
    gradients: contents.normal([whole(sizes)]),
    parameters: contents.normal([whole(sizes)]),
  }),
  tensorflow: ({ gradients, parameters }, { share }, sizes) => ({
    newGradients: tf.add(gradients, tf.mul(within(sizes), tf.mul(share, parameters))),
  }),
  nonFinite: ['gradients'],
});

export const sumOfSquaresCase = defineCase(sumOfSquares, {
  sizes: rangeSizes,
  attributes: rangeOf,
  inputs: (sizes, contents) => ({ x: contents.normal([whole(sizes)]) }),
  tensorflow: ({ x }, { origin, length }) => ({ y: tf.sum(tf.square(tf.slice(x, origin, length))) }),
  // TensorFlow.js adds all squares up one after another.
  tensorflowTolerance: 2e-5,
  nonFinite: ['x'],
});

export const clipByNormCase = defineCase(clipByNorm, {
  sizes: rangeSizes,
  attributes: (sizes) => ({ ...rangeOf(sizes), most: 1 }),
  inputs: (sizes, contents) => ({
    gradients: contents.normal([whole(sizes)]),
    squares: contents.uniform([], 0, 4),
  }),
  tensorflow: ({ gradients, squares }, { most }, sizes) => {
    const factor = tf.div(most, tf.maximum(most, tf.sqrt(squares)));
    const inside = within(sizes);
    return { newGradients: tf.mul(gradients, tf.add(tf.sub(1, inside), tf.mul(inside, factor))) };
  },
  nonFinite: ['gradients', 'squares'],
});

export const clipByValueCase = defineCase(clipByValue, {
  sizes: (draw) => ({ length: draw.length() }),
  attributes: () => 0.5,
  inputs: ({ length }, contents) => ({ gradients: contents.normal([length]) }),
  tensorflow: ({ gradients }, most) => ({ newGradients: tf.clipByValue(gradients, -most, most) }),
  nonFinite: ['gradients'],
});

export const averageWeightsCase = defineCase(averageWeights, {
  sizes: (draw) => ({ length: draw.length() }),
  inputs: ({ length }, contents) => ({
    average: contents.normal([length]),
    parameters: contents.normal([length]),
    share: contents.uniform([1], 0, 1),
  }),
  tensorflow: ({ average, parameters, share }) => ({
    newAverage: tf.add(average, tf.mul(share, tf.sub(parameters, average))),
  }),
  magnitude: () => 1,
  nonFinite: ['parameters'],
});

export const accumulateCase = defineCase(accumulate, {
  sizes: (draw) => ({
    length: draw.length(),
    afresh: draw.oneOf([false, true]),
    factor: draw.oneOf([1, 0.25]),
  }),
  attributes: ({ afresh, factor }) => ({ afresh, factor }),
  inputs: ({ length }, contents) => ({ sum: contents.normal([length]), x: contents.normal([length]) }),
  tensorflow: ({ sum, x }, { afresh, factor = 1 }) => ({
    newSum: tf.mul(factor, afresh ? x : tf.add(sum, x)),
  }),
  magnitude: () => 1,
  nonFinite: ['x'],
});

interface RangeSizes {
  readonly origin: number;
  readonly length: number;
  readonly rest: number;
}

/** A range in the middle of a vector, which begins on a cache line as weights do. */
function rangeSizes(draw: Draw): RangeSizes {
  return { origin: 16 * draw.oneOf([0, 1, 5]), length: draw.length(), rest: draw.oneOf([0, 1, 7]) };
}

function rangeOf({ origin, length }: RangeSizes): Range {
  return { origin, length };
}

function whole({ origin, length, rest }: RangeSizes): number {
  return origin + length + rest;
}

/** 1 within the range, 0 outside. */
function within({ origin, length, rest }: RangeSizes): tf.Tensor {
  return tf.concat([tf.zeros([origin]), tf.ones([length]), tf.zeros([rest])]);
}
