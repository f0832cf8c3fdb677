import { constant, defineOp, type Op, type Value } from '../graph.js';
import { sizeOf } from '../shape.js';
import { tensor } from '../tensor.js';
import { columnsOf } from './columns.js';
import type { FusedActivation } from './conv2d-geometry.js';
import { expectPerChannel } from './expect.js';
import { floorOf } from './gemm.js';
import { elementsPerImage, groupsPerImage } from './per-image.js';
import { reluGrad } from './relu.js';
import { vectorPeriod } from './vector-period.js';

export interface BatchNormInputs {
  readonly x: Value;
  readonly mean: Value;
  readonly variance: Value;
  /** Absent: ones. */
  readonly gamma?: Value | undefined;
  /** Absent: zeros. */
  readonly beta?: Value | undefined;
  /** Of the shape of x, added before the activation: the way around in a residual block. Absent: zeros. */
  readonly residual?: Value | undefined;
}

export interface BatchNorm {
  /** Keeps a variance of 0 from being divided by. */
  readonly epsilon: number;
  /**
   * `batch`: mean and variance are the `moments` of this very x, and the gradient of x goes through them as
   * well. `given`: they are any numbers, for inference running averages.
   */
  readonly statistics: 'batch' | 'given';
  /** Default `linear`. */
  readonly activation?: FusedActivation;
}

/**
 * y = activation((x − mean) / √(variance + epsilon) · gamma + beta + residual) along the last axis: x and residual
 * `[…, channels]`, the others `[channels]`. The statistics have no gradients of their own.
 * Ioffe and Szegedy, "Batch normalization: accelerating deep network training by reducing internal covariate
 * shift", ICML 2015.
 */
export const batchNorm: Op<BatchNormInputs, BatchNorm, 'y'> = defineOp('batchNorm', {
  infer: ({ x, residual, ...perChannel }) => {
    expectPerChannel('batchNorm', { x, residual }, perChannel);
    return { y: { shape: x.shape, dtype: 'f32' } };
  },
  reference: ({ x, mean, variance, gamma, beta, residual }, { epsilon, activation }, { y }) => {
    const channels = mean.data.length;
    for (let i = 0; i < y.data.length; i++) {
      const channel = i % channels;
      const normal = (x.data[i]! - mean.data[channel]!) / Math.sqrt(variance.data[channel]! + epsilon);
      const level = normal * (gamma?.data[channel] ?? 1) + (beta?.data[channel] ?? 0);
      const z = level + (residual?.data[i] ?? 0);
      y.data[i] = activation === 'relu' ? Math.max(0, z) : z;
    }
  },
  grad: ({ x, mean, variance, gamma, residual, y }, slope, { epsilon, statistics, activation }) => {
    // The residual's gradient is masked as well, and has to be in memory: then no other pass needs the mask.
    const once = activation === 'relu' && residual !== undefined;
    const dy = once ? reluGrad({ y, dy: slope }).dx : slope;
    const mask = activation === 'relu' && !once ? y : undefined;
    const ofParameters = batchNormParameterGradient({ x, dy, y: mask, mean, variance }, { epsilon });
    const { dgamma, dbeta } = ofParameters;
    const dx =
      statistics === 'batch'
        ? batchNormInputGradient({ x, dy, y: mask, mean, variance, gamma, dgamma, dbeta }, { epsilon }).dx
        : scaled(mask ? reluGrad({ y: mask, dy }).dx : dy, variance, gamma, epsilon);
    return { x: dx, gamma: dgamma, beta: dbeta, residual: dy };
  },
  lower: (
    { x, mean, variance, gamma = null, beta = null, residual = null, y },
    { epsilon, activation = 'linear' },
    tape,
  ) => {
    const channels = sizeOf(mean.shape);
    const period = vectorPeriod(channels, 4);
    tape.workspace(3 * 4 * period);
    const sizes = { length: sizeOf(x.shape), channels, period };
    const floor = floorOf(activation);
    tape.emit(
      'batchNorm',
      { x, mean, variance, gamma, beta, residual, y, ...sizes, epsilon, floor },
      elementsPerImage(x.shape, ['x', 'residual', 'y']),
    );
  },
});

/** dy · gamma / √(variance + epsilon): what is left of the normalisation when nothing is subtracted or added. */
function scaled(dy: Value, variance: Value, gamma: Value | undefined, epsilon: number): Value {
  const mean = constant(tensor(new Float32Array(sizeOf(variance.shape)), variance.shape));
  return batchNorm({ x: dy, mean, variance, gamma }, { epsilon, statistics: 'given' }).y;
}

interface GradientInputs {
  readonly x: Value;
  readonly dy: Value;
  /** With a ReLU in y: where it is not positive, dy counts as 0. */
  readonly y?: Value | undefined;
  readonly mean: Value;
  readonly variance: Value;
}

/**
 * dbeta = Σ dy and dgamma = Σ dy · (x − mean) / √(variance + epsilon), the sums over all axes but the last;
 * with `y`, of dy where y > 0.
 */
export const batchNormParameterGradient: Op<
  GradientInputs,
  { readonly epsilon: number },
  'dgamma' | 'dbeta'
> = defineOp('batchNormParameterGradient', {
  infer: ({ x, dy, y, ...perChannel }) => {
    expectPerChannel('batchNormParameterGradient', { x, dy, y }, perChannel);
    const type = { shape: perChannel.mean.shape, dtype: 'f32' } as const;
    return { dgamma: type, dbeta: type };
  },
  reference: ({ x, dy, y, mean, variance }, { epsilon }, { dgamma, dbeta }) => {
    const channels = mean.data.length;
    for (let i = 0; i < x.data.length; i++) {
      const channel = i % channels;
      const dz = y && !(y.data[i]! > 0) ? 0 : dy.data[i]!;
      const distance = x.data[i]! - mean.data[channel]!;
      dbeta.data[channel]! += dz;
      dgamma.data[channel]! += (dz * distance) / Math.sqrt(variance.data[channel]! + epsilon);
    }
  },
  lower: ({ x, dy, y = null, mean, variance, dgamma, dbeta }, { epsilon }, tape) => {
    const columns = columnsOf('batchNormParameterGradient', 'x', x.shape);
    const { count, channels, period, rowsPerGroup, groups } = columns;
    const sums = tape.scratch(4 * 2 * channels * groups);
    tape.workspace(4 * 3 * period);
    const sizes = { channels, rowsPerGroup };
    tape.emit(
      'batchNormSums',
      { x, dy, y, mean, sums, length: count * channels, period, ...sizes },
      groupsPerImage(x.shape, columns, ['x', 'dy', 'y'], 2),
    );
    tape.emit('finishBatchNormSums', { sums, variance, dgamma, dbeta, count, ...sizes, epsilon });
  },
});

/**
 * dx = gamma / √(variance + epsilon) · (dy − dbeta / count − (x − mean) / √(variance + epsilon) · dgamma / count),
 * `count` being the numbers in a channel: the gradient through the statistics of the batch included. With `y`,
 * of dy where y > 0.
 */
export const batchNormInputGradient: Op<
  GradientInputs & { readonly gamma?: Value | undefined; readonly dgamma: Value; readonly dbeta: Value },
  { readonly epsilon: number },
  'dx'
> = defineOp('batchNormInputGradient', {
  infer: ({ x, dy, y, ...perChannel }) => {
    expectPerChannel('batchNormInputGradient', { x, dy, y }, perChannel);
    return { dx: { shape: x.shape, dtype: 'f32' } };
  },
  reference: ({ x, dy, y, mean, variance, gamma, dgamma, dbeta }, { epsilon }, { dx }) => {
    const channels = mean.data.length;
    const count = x.data.length / channels;
    for (let i = 0; i < x.data.length; i++) {
      const channel = i % channels;
      const deviation = Math.sqrt(variance.data[channel]! + epsilon);
      const dz = y && !(y.data[i]! > 0) ? 0 : dy.data[i]!;
      const normal = (x.data[i]! - mean.data[channel]!) / deviation;
      const rest = dz - (dbeta.data[channel]! + normal * dgamma.data[channel]!) / count;
      dx.data[i] = ((gamma?.data[channel] ?? 1) / deviation) * rest;
    }
  },
  lower: ({ y = null, gamma = null, ...values }, { epsilon }, tape) => {
    const { x, mean } = values;
    const channels = sizeOf(mean.shape);
    const period = vectorPeriod(channels, 4);
    tape.workspace(4 * 4 * period);
    const length = sizeOf(x.shape);
    const sizes = { length, channels, period, count: length / Math.max(1, channels) };
    tape.emit(
      'batchNormInputGrad',
      { ...values, y, gamma, ...sizes, epsilon },
      elementsPerImage(x.shape, ['x', 'dy', 'y', 'dx']),
    );
  },
});
