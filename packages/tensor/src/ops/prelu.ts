import { ShapeError } from '../errors.js';
import { defineOp, type Op, type Value } from '../graph.js';
import { formatShape, type Shape, sameShape, sizeOf } from '../shape.js';
import { emitSumRows } from './bias.js';
import { expectAlike, expectDtype } from './expect.js';
import { vectorPeriod } from './vector-period.js';

/**
 * y = x where x ≥ 0, else alpha · x, with learned alphas for the last axes of x: `[channels]` for one in each
 * channel, or `[1]` for one in all. NaN stays NaN. He, Zhang, Ren and Sun, "Delving deep into rectifiers",
 * ICCV 2015.
 */
export const prelu: Op<{ x: Value; alpha: Value }, void, 'y'> = defineOp('prelu', {
  infer: ({ x, alpha }) => {
    expectDtype('prelu', 'f32', { x, alpha });
    expectLastAxes('prelu', x.shape, alpha.shape);
    return { y: { shape: x.shape, dtype: 'f32' } };
  },
  reference: ({ x, alpha }, _, { y }) => {
    for (let i = 0; i < y.data.length; i++) {
      y.data[i] = x.data[i]! * (x.data[i]! < 0 ? alpha.data[i % alpha.data.length]! : 1);
    }
  },
  grad: ({ x, alpha }, dy) => ({
    x: preluGrad({ x, alpha, dy }).dx,
    alpha: preluAlphaGradient({ x, dy }, { alphaShape: alpha.shape }).dalpha,
  }),
  lower: ({ x, alpha, y }, _, tape) => {
    const alphas = sizeOf(alpha.shape);
    const period = vectorPeriod(alphas, 4);
    tape.workspace(4 * period);
    tape.emit('prelu', { x, alpha, y, length: sizeOf(x.shape), alphas, period });
  },
});

/** dx = dy where x ≥ 0, else alpha · dy. */
export const preluGrad: Op<{ x: Value; alpha: Value; dy: Value }, void, 'dx'> = defineOp('preluGrad', {
  infer: ({ x, alpha, dy }) => {
    expectDtype('preluGrad', 'f32', { alpha });
    expectLastAxes('preluGrad', x.shape, alpha.shape);
    return { dx: expectAlike('preluGrad', { x, dy }) };
  },
  reference: ({ x, alpha, dy }, _, { dx }) => {
    for (let i = 0; i < dx.data.length; i++) {
      dx.data[i] = dy.data[i]! * (x.data[i]! < 0 ? alpha.data[i % alpha.data.length]! : 1);
    }
  },
  lower: ({ x, alpha, dy, dx }, _, tape) => {
    const alphas = sizeOf(alpha.shape);
    const period = vectorPeriod(alphas, 4);
    tape.workspace(4 * period);
    tape.emit('preluGrad', { x, alpha, dy, dx, length: sizeOf(x.shape), alphas, period });
  },
});

/** dalpha = the sum of x · dy where x < 0, over all axes but those of alpha. */
export const preluAlphaGradient: Op<{ x: Value; dy: Value }, { readonly alphaShape: Shape }, 'dalpha'> =
  defineOp('preluAlphaGradient', {
    infer: ({ x, dy }, { alphaShape }) => {
      expectAlike('preluAlphaGradient', { x, dy });
      expectLastAxes('preluAlphaGradient', x.shape, alphaShape);
      return { dalpha: { shape: alphaShape, dtype: 'f32' } };
    },
    reference: ({ x, dy }, _, { dalpha }) => {
      for (let i = 0; i < x.data.length; i++) {
        if (x.data[i]! < 0) dalpha.data[i % dalpha.data.length]! += x.data[i]! * dy.data[i]!;
      }
    },
    lower: ({ x, dy, dalpha }, { alphaShape }, tape) => {
      const length = sizeOf(x.shape);
      const alphas = sizeOf(alphaShape);
      const terms = tape.scratch(4 * length);
      tape.emit('preluAlphaTerms', { x, dy, terms, length });
      emitSumRows(tape, terms, dalpha, length / alphas, alphas);
    },
  });

function expectLastAxes(op: string, x: Shape, alpha: Shape): void {
  if (sameShape(alpha, [1]) || (alpha.length > 0 && sameShape(alpha, x.slice(-alpha.length)))) return;
  throw new ShapeError(
    `${op} got 'alpha' of shape ${formatShape(alpha)} for 'x' of shape ${formatShape(x)}; alpha has the last axes of x, or is [1]. Reshape it.`,
  );
}
