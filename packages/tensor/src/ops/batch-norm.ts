import { type ArraysOf, constant, defineOp, type Op, type Value } from '../graph.js';
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
   * well. `given`: they are any numbers, for inference running averages, and constants to `gradients`, even where
   * they depend on a parameter.
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
  grad: (
    { x, mean, variance, gamma, beta, residual, y },
    slope,
    { epsilon, statistics, activation = 'linear' },
  ) => {
    // The residual's gradient is masked as well, and has to be in memory: then no other pass needs the mask.
    const once = activation === 'relu' && residual !== undefined;
    const dy = once ? reluGrad({ y, dy: slope }).dx : slope;
    const masking = { epsilon, activation: once ? 'linear' : activation } as const;
    const inputs = { x, dy, mean, variance, gamma, beta };
    const { dgamma, dbeta } = batchNormParameterGradient(inputs, masking);
    const dx =
      statistics === 'batch'
        ? batchNormInputGradient({ ...inputs, dgamma, dbeta }, masking).dx
        : scaled(masking.activation === 'relu' ? reluGrad({ y, dy }).dx : dy, variance, gamma, epsilon);
    return { x: dx, gamma: dgamma, beta: dbeta, residual: dy };
  },
  constants: ['mean', 'variance'],
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
      { ...elementsPerImage(x.shape, ['x', 'residual', 'y']), again: true },
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
  readonly mean: Value;
  readonly variance: Value;
  /** Absent: ones. */
  readonly gamma?: Value | undefined;
  /** Absent: zeros. Tells, with the others, where a ReLU lets nothing through. */
  readonly beta?: Value | undefined;
}

interface GradientAttributes {
  readonly epsilon: number;
  readonly activation: FusedActivation;
}

/** How much of dy comes through the activation to element i, and what x is there once normalised. */
function through(
  { x, dy, mean, variance, gamma, beta }: ArraysOf<GradientInputs>,
  { epsilon, activation }: GradientAttributes,
  i: number,
): { dz: number; normal: number } {
  const channel = i % mean.data.length;
  const normal = (x.data[i]! - mean.data[channel]!) / Math.sqrt(variance.data[channel]! + epsilon);
  const y = normal * (gamma?.data[channel] ?? 1) + (beta?.data[channel] ?? 0);
  return { dz: activation === 'relu' && !(y > 0) ? 0 : dy.data[i]!, normal };
}

/**
 * dbeta = Σ dy and dgamma = Σ dy · (x − mean) / √(variance + epsilon), the sums over all axes but the last; behind a
 * ReLU, of dy where the result is positive.
 */
export const batchNormParameterGradient: Op<GradientInputs, GradientAttributes, 'dgamma' | 'dbeta'> =
  defineOp('batchNormParameterGradient', {
    infer: ({ x, dy, ...perChannel }) => {
      expectPerChannel('batchNormParameterGradient', { x, dy }, perChannel);
      const type = { shape: perChannel.mean.shape, dtype: 'f32' } as const;
      return { dgamma: type, dbeta: type };
    },
    reference: (inputs, attributes, { dgamma, dbeta }) => {
      for (let i = 0; i < inputs.x.data.length; i++) {
        const channel = i % dbeta.data.length;
        const { dz, normal } = through(inputs, attributes, i);
        dbeta.data[channel]! += dz;
        dgamma.data[channel]! += dz * normal;
      }
    },
    lower: (
      { x, dy, mean, variance, gamma = null, beta = null, dgamma, dbeta },
      { epsilon, activation },
      tape,
    ) => {
      const columns = columnsOf('batchNormParameterGradient', 'x', x.shape);
      const { count, channels, period, rowsPerGroup, groups } = columns;
      const sums = tape.scratch(4 * 2 * channels * groups);
      // The last rows are read lane by lane, as vectors that end up to 12 bytes behind the table.
      tape.workspace(4 * 5 * period + 12);
      const sizes = { channels, rowsPerGroup, epsilon };
      const masked = Number(activation === 'relu');
      tape.emit(
        'batchNormSums',
        { x, dy, mean, variance, gamma, beta, sums, length: count * channels, period, masked, ...sizes },
        groupsPerImage(x.shape, columns, ['x', 'dy'], 2),
      );
      tape.emit('finishBatchNormSums', { sums, variance, dgamma, dbeta, count, ...sizes });
    },
  });

/**
 * dx = gamma / √(variance + epsilon) · (dy − dbeta / count − (x − mean) / √(variance + epsilon) · dgamma / count),
 * `count` being the numbers in a channel: the gradient through the statistics of the batch included. Behind a ReLU, of
 * dy where the result is positive.
 */
export const batchNormInputGradient: Op<
  GradientInputs & { readonly dgamma: Value; readonly dbeta: Value },
  GradientAttributes,
  'dx'
> = defineOp('batchNormInputGradient', {
  infer: ({ x, dy, ...perChannel }) => {
    expectPerChannel('batchNormInputGradient', { x, dy }, perChannel);
    return { dx: { shape: x.shape, dtype: 'f32' } };
  },
  reference: (inputs, attributes, { dx }) => {
    const { x, variance, gamma, dgamma, dbeta } = inputs;
    const channels = variance.data.length;
    const count = x.data.length / channels;
    for (let i = 0; i < x.data.length; i++) {
      const channel = i % channels;
      const { dz, normal } = through(inputs, attributes, i);
      const rest = dz - (dbeta.data[channel]! + normal * dgamma.data[channel]!) / count;
      const deviation = Math.sqrt(variance.data[channel]! + attributes.epsilon);
      dx.data[i] = ((gamma?.data[channel] ?? 1) / deviation) * rest;
    }
  },
  lower: ({ gamma = null, beta = null, ...values }, { epsilon, activation }, tape) => {
    const { x, mean } = values;
    const channels = sizeOf(mean.shape);
    const period = vectorPeriod(channels, 4);
    tape.workspace(4 * 5 * period);
    const length = sizeOf(x.shape);
    const sizes = { length, channels, period, count: length / Math.max(1, channels) };
    tape.emit(
      'batchNormInputGrad',
      { ...values, gamma, beta, ...sizes, masked: Number(activation === 'relu'), epsilon },
      elementsPerImage(x.shape, ['x', 'dy', 'dx']),
    );
  },
});
