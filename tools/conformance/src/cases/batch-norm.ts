import {
  batchNorm,
  batchNormInputGradient,
  batchNormParameterGradient,
  moments,
  movingAverage,
} from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { defineCase } from '../case.ts';
import type { Contents, Draw } from '../draw.ts';

const epsilon = 1e-3;

interface Channels {
  readonly rows: number;
  readonly channels: number;
}

const sizes = (draw: Draw): Channels => ({
  rows: draw.oneOf([draw.between(1, 9), draw.between(100, 2000)]),
  channels: draw.oneOf([1, 2, 3, 5, 10, 16, 32, 64, 65, 128]),
});

const statistics = ({ channels }: Channels, contents: Contents) => ({
  mean: contents.normal([channels]),
  variance: contents.uniform([channels], 0.1, 3),
});

// biome-ignore lint/suspicious/noExplicitAny: tensors of all ranks.
type AnyTensor = tf.Tensor<any>;

const normal = (x: AnyTensor, mean: AnyTensor, variance: AnyTensor): AnyTensor =>
  tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, epsilon)));

export const momentsCase = defineCase(moments, {
  sizes,
  inputs: ({ rows, channels }, contents) => ({ x: contents.normal([rows, channels]) }),
  tensorflow: ({ x }) => tf.moments(x, 0),
  tensorflowTolerance: 1e-5,
  magnitude: () => 1,
  nonFinite: ['x'],
});

export const batchNormCase = defineCase(batchNorm, {
  sizes: (draw) => ({
    ...sizes(draw),
    activation: draw.oneOf(['linear', 'relu']),
    scale: draw.oneOf([true, false]),
    center: draw.oneOf([true, false]),
    onto: draw.oneOf([true, false]),
  }),
  attributes: ({ activation }) => ({ epsilon, statistics: 'given' as const, activation }),
  inputs: ({ rows, channels, scale, center, onto }, contents) => ({
    x: contents.normal([rows, channels]),
    ...statistics({ rows, channels }, contents),
    gamma: scale ? contents.normal([channels]) : undefined,
    beta: center ? contents.normal([channels]) : undefined,
    residual: onto ? contents.normal([rows, channels]) : undefined,
  }),
  tensorflow: ({ x, mean, variance, gamma, beta, residual }, { activation }) => {
    const normalised = normal(x, mean, variance);
    const scaled = gamma ? tf.mul(normalised, gamma) : normalised;
    const level = beta ? tf.add(scaled, beta) : scaled;
    const z = residual ? tf.add(level, residual) : level;
    return { y: activation === 'relu' ? tf.relu(z) : z };
  },
  magnitude: () => 1,
  nonFinite: ['x'],
});

const gradientSizes = (draw: Draw) => ({ ...sizes(draw), masked: draw.oneOf([true, false]) });

const gradientAttributes = ({ masked }: Channels & { masked: boolean }) =>
  ({ epsilon, activation: masked ? 'relu' : 'linear' }) as const;

// Without beta: then no rounding decides on which side of 0 a result is.
const gradientInputs = ({ rows, channels }: Channels, contents: Contents) => ({
  x: contents.normal([rows, channels]),
  dy: contents.normal([rows, channels]),
  ...statistics({ rows, channels }, contents),
  gamma: contents.normal([channels]),
});

/** dy where the normalised x, times gamma, is positive, or everywhere. */
function passed(
  { x, dy, mean, variance, gamma }: Readonly<Record<'x' | 'dy' | 'mean' | 'variance' | 'gamma', AnyTensor>>,
  activation: 'relu' | 'linear',
): AnyTensor {
  if (activation === 'linear') return dy;
  const y = tf.mul(normal(x, mean, variance), gamma);
  return tf.mul(dy, tf.cast(tf.greater(y, 0), 'float32'));
}

export const batchNormParameterGradientCase = defineCase(batchNormParameterGradient, {
  sizes: gradientSizes,
  attributes: gradientAttributes,
  inputs: gradientInputs,
  tensorflow: ({ x, dy, mean, variance, gamma }, { activation }) => {
    const dz = passed({ x, dy, mean, variance, gamma: gamma! }, activation);
    return { dbeta: tf.sum(dz, 0), dgamma: tf.sum(tf.mul(dz, normal(x, mean, variance)), 0) };
  },
  tensorflowTolerance: 1e-5,
  magnitude: ({ rows }) => 3 * Math.sqrt(rows),
  nonFinite: ['dy'],
});

export const batchNormInputGradientCase = defineCase(batchNormInputGradient, {
  sizes: gradientSizes,
  attributes: gradientAttributes,
  inputs: (drawn, contents) => ({
    ...gradientInputs(drawn, contents),
    dgamma: contents.normal([drawn.channels]),
    dbeta: contents.normal([drawn.channels]),
  }),
  tensorflow: ({ x, dy, mean, variance, gamma, dgamma, dbeta }, { activation }, { rows }) => {
    const dz = passed({ x, dy, mean, variance, gamma: gamma! }, activation);
    const level = tf.add(dbeta, tf.mul(normal(x, mean, variance), dgamma));
    const factor = tf.div(gamma!, tf.sqrt(tf.add(variance, epsilon)));
    return { dx: tf.mul(factor, tf.sub(dz, tf.div(level, rows))) };
  },
  magnitude: () => 3,
  nonFinite: ['dy'],
});

export const movingAverageCase = defineCase(movingAverage, {
  sizes: (draw) => ({ length: draw.length() }),
  attributes: () => ({ momentum: 0.99 }),
  inputs: ({ length }, contents) => ({
    average: contents.normal([length]),
    sample: contents.normal([length]),
  }),
  tensorflow: ({ average, sample }) => ({
    newAverage: tf.add(tf.mul(average, 0.99), tf.mul(sample, 0.01)),
  }),
  magnitude: () => 1,
});
