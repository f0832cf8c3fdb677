import { defineOp, type Op, type Value } from '../graph.js';
import { emitSumRows } from './bias.js';
import { expectPerChannel, rowsOf } from './expect.js';

interface LayerNormInputs {
  readonly x: Value;
  /** Absent: ones. */
  readonly gamma?: Value | undefined;
  /** Absent: zeros. */
  readonly beta?: Value | undefined;
}

interface Epsilon {
  /** Keeps a variance of 0 from being divided by. */
  readonly epsilon: number;
}

/**
 * y = (x − mean) / √(variance + epsilon) · gamma + beta, mean and variance being those of each row over the last
 * axis: x `[…, width]`, gamma and beta `[width]` → y as x, mean and variance `[…]`. A row with NaN or infinities
 * becomes NaN. Ba, Kiros and Hinton, "Layer normalization", 2016.
 */
export const layerNorm: Op<LayerNormInputs, Epsilon, 'y' | 'mean' | 'variance'> = defineOp('layerNorm', {
  infer: ({ x, ...perChannel }) => {
    expectPerChannel('layerNorm', { x }, perChannel);
    const { outer } = rowsOf('layerNorm', 'x', x.shape);
    const statistic = { shape: outer, dtype: 'f32' } as const;
    return { y: { shape: x.shape, dtype: 'f32' }, mean: statistic, variance: statistic };
  },
  reference: ({ x, gamma, beta }, { epsilon }, { y, mean, variance }) => {
    const { rows, width } = rowsOf('layerNorm', 'x', x.shape);
    for (let row = 0; row < rows; row++) {
      const values = x.data.subarray(row * width, (row + 1) * width);
      const average = values.reduce((sum, value) => sum + value, 0) / width;
      const spread = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / width;
      mean.data[row] = Number.isFinite(average) ? average : Number.NaN;
      variance.data[row] = spread;
      values.forEach((value, i) => {
        const normal = (value - mean.data[row]!) / Math.sqrt(spread + epsilon);
        y.data[row * width + i] = normal * (gamma?.data[i] ?? 1) + (beta?.data[i] ?? 0);
      });
    }
  },
  grad: ({ x, gamma, mean, variance }, dy, attributes) => {
    const { dx, dgamma, dbeta } = layerNormGrad({ x, dy, mean, variance, gamma }, attributes);
    return { x: dx, gamma: dgamma, beta: dbeta };
  },
  lower: ({ x, gamma = null, beta = null, y, mean, variance }, { epsilon }, tape) => {
    const { rows, width } = rowsOf('layerNorm', 'x', x.shape);
    tape.workspace(2 * 4 * width);
    tape.emit('layerNorm', { x, gamma, beta, y, mean, variance, rows, width, epsilon });
  },
});

interface LayerNormGradInputs {
  readonly x: Value;
  readonly dy: Value;
  readonly mean: Value;
  readonly variance: Value;
  readonly gamma?: Value | undefined;
}

/**
 * The gradients of `layerNorm`: with z = (x − mean) / deviation, dbeta = Σ dy and dgamma = Σ dy · z over the rows,
 * and for each row dx = (gamma · dy − mean of gamma · dy − z · mean of gamma · dy · z) / deviation.
 */
export const layerNormGrad: Op<LayerNormGradInputs, Epsilon, 'dx' | 'dgamma' | 'dbeta'> = defineOp(
  'layerNormGrad',
  {
    infer: ({ x, dy, mean: _, variance: __, ...perChannel }) => {
      expectPerChannel('layerNormGrad', { x, dy }, perChannel);
      const { width } = rowsOf('layerNormGrad', 'x', x.shape);
      const type = { shape: [width], dtype: 'f32' } as const;
      return { dx: { shape: x.shape, dtype: 'f32' }, dgamma: type, dbeta: type };
    },
    reference: ({ x, dy, mean, variance, gamma }, { epsilon }, { dx, dgamma, dbeta }) => {
      const { rows, width } = rowsOf('layerNormGrad', 'x', x.shape);
      for (let row = 0; row < rows; row++) {
        const deviation = Math.sqrt(variance.data[row]! + epsilon);
        const normal = (i: number): number => (x.data[row * width + i]! - mean.data[row]!) / deviation;
        const through = (i: number): number => dy.data[row * width + i]! * (gamma?.data[i] ?? 1);
        let level = 0;
        let slope = 0;
        for (let i = 0; i < width; i++) {
          dbeta.data[i]! += dy.data[row * width + i]!;
          dgamma.data[i]! += dy.data[row * width + i]! * normal(i);
          level += through(i) / width;
          slope += (through(i) * normal(i)) / width;
        }
        for (let i = 0; i < width; i++) {
          dx.data[row * width + i] = (through(i) - level - normal(i) * slope) / deviation;
        }
      }
    },
    lower: ({ x, dy, mean, variance, gamma = null, dx, dgamma, dbeta }, { epsilon }, tape) => {
      const { rows, width } = rowsOf('layerNormGrad', 'x', x.shape);
      const terms = tape.scratch(4 * rows * width);
      tape.workspace(4 * width);
      tape.emit('layerNormGrad', { x, dy, mean, variance, gamma, dx, terms, rows, width, epsilon });
      emitSumRows(tape, terms, dgamma, rows, width);
      emitSumRows(tape, dy, dbeta, rows, width);
    },
  },
);
