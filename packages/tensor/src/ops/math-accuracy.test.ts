import { supportedVariants, type Variant } from '@cnn/kernels';
import { describe, expect, test } from 'vitest';
import { input, type Value } from '../graph.js';
import { Session } from '../session.js';
import { tensor } from '../tensor.js';
import { elu } from './elu.js';
import { exp } from './exp.js';
import { gelu } from './gelu.js';
import { log } from './log.js';
import { normalDistribution } from './normal-distribution.js';
import { sigmoid } from './sigmoid.js';
import { silu } from './silu.js';
import { softplus } from './softplus.js';
import { tanh } from './tanh.js';

// The bounds that the kernels' comments state, in units in the last place of the f32 result.

type Unary = (inputs: { x: Value }, attributes: undefined) => { readonly y: Value };

/** f32 of every `stride`-th bit pattern: both signs, zeros, denormals, infinities and NaN. */
function bitPatterns(stride: number): Float32Array {
  const bits = Uint32Array.from({ length: Math.ceil(2 ** 32 / stride) }, (_, i) => i * stride);
  return new Float32Array(bits.buffer);
}

/** Evenly spaced numbers, for the range in which a function does most of its work. */
function steps(low: number, high: number, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
}

const edges = Float32Array.of(
  ...[
    0,
    -0,
    1,
    -1,
    Infinity,
    -Infinity,
    Number.NaN,
    2 ** -149,
    -(2 ** -149),
    2 ** -126,
    3.4028234663852886e38,
  ],
  ...[88.72283172607422, 88.72284, 88.8, 89, 100, -87.33654, -87.4, -103.2789, -103.97, -103.98, -104, -105],
);

async function compute(variant: Variant, op: Unary, x: Float32Array): Promise<Float32Array> {
  const session = await Session.create({ variant, threads: 1 });
  const value = input('x', [x.length]);
  const run = session.program().compile({ outputs: { y: op({ x: value }, undefined).y } });
  run.write('x', tensor(x, [x.length]));
  run.run();
  const y = run.read('y').data as Float32Array;
  await session.close();
  return y;
}

const expm1 = Object.assign((inputs: { x: Value }) => elu(inputs, { alpha: 1 }), { opName: 'expm1' });

function softplusOf(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** Distance from the exact result in units in the last place of its f32 neighbourhood. */
function ulps(actual: number, exact: number): number {
  if (Object.is(Math.fround(exact), actual) || (Number.isNaN(exact) && Number.isNaN(actual))) return 0;
  if (!Number.isFinite(actual)) return Math.abs(exact) > 3.4028233e38 ? 0 : Number.POSITIVE_INFINITY;
  const exponent = Math.max(-126, Math.floor(Math.log2(Math.abs(exact))));
  return Math.abs(actual - exact) / 2 ** (exponent - 23);
}

describe.each(await supportedVariants())('%s', (variant) => {
  test.each([
    { op: exp, exact: Math.exp, bound: 1.1, low: -104, high: 89 },
    { op: log, exact: Math.log, bound: 1, low: 1e-6, high: 4 },
    { op: sigmoid, exact: (x: number) => 1 / (1 + Math.exp(-x)), bound: 2.5, low: -104, high: 20 },
    { op: tanh, exact: Math.tanh, bound: 2.6, low: -10, high: 10 },
    // Beyond these, what the kernels multiply by x is a denormal.
    { op: silu, exact: (x: number) => x / (1 + Math.exp(-x)), bound: 3, low: -87, high: 20, least: -87 },
    { op: gelu, exact: (x: number) => x * normalDistribution(x), bound: 5.5, low: -13, high: 13, least: -13 },
    { op: softplus, exact: softplusOf, bound: 2, low: -104, high: 20 },
    { op: expm1, exact: (x: number) => (x > 0 ? x : Math.expm1(x)), bound: 1, low: -20, high: 1 },
  ])('$op.opName is within $bound ulp', async ({ op, exact, bound, low, high, least = -Infinity }) => {
    const all = [edges, steps(low, high, 100_000), bitPatterns(16_381)].flatMap((part) => [...part]);
    const x = Float32Array.from(all.filter((number) => !(number < least)));
    const y = await compute(variant, op as Unary, x);
    let worst = 0;
    let at = 0;
    for (let i = 0; i < x.length; i++) {
      const error = ulps(y[i]!, exact(x[i]!));
      if (error <= worst) continue;
      worst = error;
      at = i;
    }
    expect(worst, `${op.opName}(${x[at]}) is ${y[at]}, not ${exact(x[at]!)}`).toBeLessThanOrEqual(bound);
  });
});
