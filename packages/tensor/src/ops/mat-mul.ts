import { ShapeError } from '../errors.js';
import { defineOp, type Op, type Value } from '../graph.js';
import { formatShape, type Shape } from '../shape.js';
import { biasGradient } from './bias.js';
import type { FusedActivation } from './conv2d-geometry.js';
import { expectAxes, expectDtype, expectShape } from './expect.js';
import { emitGemm } from './gemm.js';
import { reluGrad } from './relu.js';

export interface MatMulInputs {
  readonly a: Value;
  readonly b: Value;
  readonly bias?: Value | undefined;
}

export interface MatMulAttributes {
  /** `a` is stored as [k, m]. Default false. */
  readonly transposeA?: boolean;
  /** `b` is stored as [n, k]. Default false. */
  readonly transposeB?: boolean;
  /** Default `linear`. */
  readonly activation?: FusedActivation;
}

/**
 * y = activation(a · b + bias). Shapes: a [m, k], b [k, n], bias [n] → y [m, n].
 * @throws ShapeError when the matrices do not fit together.
 */
export const matMul: Op<MatMulInputs, MatMulAttributes, 'y'> = defineOp('matMul', {
  infer: ({ a, b, bias }, attributes) => {
    expectDtype('matMul', 'f32', bias ? { a, b, bias } : { a, b });
    const { m, n } = productSizes(a.shape, b.shape, attributes);
    if (bias) expectShape('matMul', 'bias', bias.shape, 'b', [n]);
    return { y: { shape: [m, n], dtype: 'f32' } };
  },

  reference: ({ a, b, bias }, attributes, { y }) => {
    const { m, n, k } = productSizes(a.shape, b.shape, attributes);
    const { transposeA, transposeB, activation } = attributes;
    for (let row = 0; row < m; row++) {
      for (let column = 0; column < n; column++) {
        let sum = bias?.data[column] ?? 0;
        for (let i = 0; i < k; i++) {
          const left = a.data[transposeA ? i * m + row : row * k + i]!;
          const right = b.data[transposeB ? column * k + i : i * n + column]!;
          sum += left * right;
        }
        y.data[row * n + column] = activation === 'relu' ? Math.max(0, sum) : sum;
      }
    }
  },

  // For z = a · b: da = dz · bᵀ and db = aᵀ · dz; transposed, (a · b)ᵀ = bᵀ · aᵀ.
  grad: ({ a, b, bias, y }, dy, { transposeA = false, transposeB = false, activation }) => {
    const dz = activation === 'relu' ? reluGrad({ y, dy }).dx : dy;
    const da = transposeA
      ? matMul({ a: b, b: dz }, { transposeA: transposeB, transposeB: true })
      : matMul({ a: dz, b }, { transposeB: !transposeB });
    const db = transposeB
      ? matMul({ a: dz, b: a }, { transposeA: true, transposeB: transposeA })
      : matMul({ a, b: dz }, { transposeA: !transposeA });
    return { a: da.y, b: db.y, ...(bias && { bias: biasGradient({ dy: dz }).db }) };
  },

  lower: ({ a, b, bias = null, y }, attributes, tape) => {
    const { transposeA = false, transposeB = false, activation = 'linear' } = attributes;
    const sizes = productSizes(a.shape, b.shape, attributes);
    emitGemm(tape, { a, b, bias, y, ...sizes, transposeA, transposeB, activation });
  },
});

function productSizes(
  a: Shape,
  b: Shape,
  { transposeA, transposeB }: MatMulAttributes,
): { m: number; n: number; k: number } {
  expectAxes('matMul', 'a', a, transposeA ? '[k, m]' : '[m, k]', 2);
  expectAxes('matMul', 'b', b, transposeB ? '[n, k]' : '[k, n]', 2);
  const [m, k] = (transposeA ? [a[1], a[0]] : a) as readonly [number, number];
  const [depth, n] = (transposeB ? [b[1], b[0]] : b) as readonly [number, number];
  if (depth !== k) {
    const described = (shape: Shape, transposed?: boolean): string =>
      `${formatShape(shape)}${transposed ? ' transposed' : ''}`;
    throw new ShapeError(
      `matMul cannot multiply ${described(a, transposeA)} by ${described(b, transposeB)}: the left matrix has ${k} columns and the right one ${depth} rows, which must be equal. Check the sizes, or set transposeA or transposeB.`,
    );
  }
  return { m, n, k };
}
