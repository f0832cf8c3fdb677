import { ConfigError } from '../errors.js';
import { defineOp, type NdArray, type Op, type Value } from '../graph.js';
import { expectAlike, rowsOf } from './expect.js';

/** With the names and the meaning of `tf.nn.local_response_normalization`. */
export interface LocalResponseNorm {
  /** How many channels to each side take part: 2 for a window of 5. */
  readonly depthRadius: number;
  readonly bias: number;
  /** Weight of a square; not divided by the window, as it is elsewhere. */
  readonly alpha: number;
  readonly beta: number;
}

/**
 * y = x · (bias + alpha · Σ x²)^−beta, the sum over the channels at most `depthRadius` away, along the last axis:
 * strong responses hold down their neighbours. Krizhevsky, Sutskever and Hinton, "ImageNet classification with
 * deep convolutional neural networks", NeurIPS 2012.
 * @throws ConfigError unless the radius is a whole number, and bias and alpha are such that no power is of 0
 */
export const localResponseNorm: Op<{ x: Value }, LocalResponseNorm, 'y'> = defineOp('localResponseNorm', {
  infer: ({ x }, attributes) => {
    checkAttributes(attributes);
    rowsOf('localResponseNorm', 'x', x.shape);
    return { y: expectAlike('localResponseNorm', { x }) };
  },
  reference: ({ x }, attributes, { y }) => {
    for (let i = 0; i < y.data.length; i++) {
      y.data[i] = x.data[i]! * baseAt(x, i, attributes) ** -attributes.beta;
    }
  },
  grad: ({ x }, dy, attributes) => ({ x: localResponseNormGrad({ x, dy }, attributes).dx }),
  lower: ({ x, y }, { depthRadius: radius, ...numbers }, tape) => {
    const { rows, width } = rowsOf('localResponseNorm', 'x', x.shape);
    tape.workspace(rowBytes(width, radius));
    tape.emit('localResponseNorm', { x, y, rows, width, radius, ...numbers });
  },
});

/**
 * dx = dy · s^−beta − 2 · alpha · beta · x · Σ dy · x · s^(−beta − 1) with s = bias + alpha · Σ x², both sums over
 * the channels at most `depthRadius` away.
 */
export const localResponseNormGrad: Op<{ x: Value; dy: Value }, LocalResponseNorm, 'dx'> = defineOp(
  'localResponseNormGrad',
  {
    infer: ({ x, dy }, attributes) => {
      checkAttributes(attributes);
      rowsOf('localResponseNormGrad', 'x', x.shape);
      return { dx: expectAlike('localResponseNormGrad', { x, dy }) };
    },
    reference: ({ x, dy }, attributes, { dx }) => {
      const { alpha, beta, depthRadius } = attributes;
      for (let i = 0; i < dx.data.length; i++) {
        let sum = 0;
        for (const j of neighbours(x, i, depthRadius)) {
          sum += dy.data[j]! * x.data[j]! * baseAt(x, j, attributes) ** (-beta - 1);
        }
        dx.data[i] = dy.data[i]! * baseAt(x, i, attributes) ** -beta - 2 * alpha * beta * x.data[i]! * sum;
      }
    },
    lower: ({ x, dy, dx }, { depthRadius: radius, ...numbers }, tape) => {
      const { rows, width } = rowsOf('localResponseNormGrad', 'x', x.shape);
      tape.workspace(2 * rowBytes(width, radius));
      tape.emit('localResponseNormGrad', { x, dy, dx, rows, width, radius, ...numbers });
    },
  },
);

/** Bytes of a row with a margin at both ends, and room for a vector that begins in it. */
function rowBytes(width: number, radius: number): number {
  return 4 * (width + 2 * radius) + 16;
}

function baseAt(x: NdArray, i: number, { bias, alpha, depthRadius }: LocalResponseNorm): number {
  return bias + alpha * neighbours(x, i, depthRadius).reduce((sum, j) => sum + x.data[j]! ** 2, 0);
}

/** The elements of the same row at most so far away. */
function neighbours({ shape }: NdArray, i: number, radius: number): number[] {
  const width = shape.at(-1)!;
  const begin = i - (i % width);
  const first = Math.max(begin, i - radius);
  const last = Math.min(begin + width - 1, i + radius);
  return Array.from({ length: last - first + 1 }, (_, k) => first + k);
}

function checkAttributes({ depthRadius, bias, alpha, beta }: LocalResponseNorm): void {
  if (!(Number.isSafeInteger(depthRadius) && depthRadius >= 0)) {
    throw new ConfigError(
      `localResponseNorm got a depthRadius of ${depthRadius}; it must be a whole number of channels. Choose 0 or more.`,
    );
  }
  if (bias > 0 && alpha >= 0 && Number.isFinite(bias + alpha + beta)) return;
  throw new ConfigError(
    `localResponseNorm got bias ${bias}, alpha ${alpha} and beta ${beta}; bias must be greater than 0, alpha not less, and beta finite. Choose 2, 1e-4 and 0.75, for instance.`,
  );
}
