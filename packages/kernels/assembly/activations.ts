import {
  Elu, EluGrad, Gelu, GeluGrad, GeluTanh, GeluTanhGrad, HardSigmoid, HardSigmoidGrad, HardSilu, HardSiluGrad,
  LeakyRelu, LeakyReluGrad, Sigmoid, SigmoidGrad, Silu, SiluGrad, Softplus, SoftplusGrad, Tanh, TanhGrad,
} from "./generated/fields";
import { chunkBegin, chunkEnd, elementChunks, loadSome, storeSome } from "./elements";
import { exp4, expm1OfNegative, log1p4, minusAbs, normalDensity4, normalTail4, prepareMath, sigmoid4, tanh4 } from "./math";
import { claim } from "./share";
import { multiplyAdd } from "./simd";

// Functions of one element and their gradients, dx = dy · slope(x), or slope(y) where that is simpler. The two loops
// are written once and made anew for each function: `name` is a constant, and nothing of the choice is left in a loop.

const LEAKY_RELU: i32 = 0;
/** With a slope of 0. */
const CLAMPED_RELU: i32 = 10;
const ELU: i32 = 1;
const GELU: i32 = 2;
const GELU_TANH: i32 = 3;
const SILU: i32 = 4;
const HARD_SIGMOID: i32 = 5;
const HARD_SILU: i32 = 6;
const SOFTPLUS: i32 = 7;
const SIGMOID: i32 = 8;
const TANH: i32 = 9;

/** x from `threshold` up to `most`, above that `most`, below slope · (x − threshold); 0 for a slope of 0, even at −∞. */
export function leakyRelu(f: LeakyRelu): void {
  if (f.slope == 0) clampedRelu(f);
  else slopedRelu(f);
}

function clampedRelu(f: LeakyRelu): void {
  map(CLAMPED_RELU, f.x, f.y, f.length, 0, f.threshold, f.most);
}

function slopedRelu(f: LeakyRelu): void {
  map(LEAKY_RELU, f.x, f.y, f.length, f.slope, f.threshold, f.most);
}

export function leakyReluGrad(f: LeakyReluGrad): void {
  mapGrad(LEAKY_RELU, f.x, f.dy, f.dx, f.length, f.slope, f.threshold, f.most);
}

/** scale · x where x > 0, else scale · alpha · (e^x − 1). */
export function elu(f: Elu): void {
  map(ELU, f.x, f.y, f.length, f.scale, f.scale * f.alpha, 0);
}

export function eluGrad(f: EluGrad): void {
  mapGrad(ELU, f.x, f.dy, f.dx, f.length, f.scale, f.scale * f.alpha, 0);
}

/** x · Φ(x), Φ being the distribution function of the normal distribution. Within 5.5 ulp where Φ(x) is no denormal. */
export function gelu(f: Gelu): void {
  map(GELU, f.x, f.y, f.length, 0, 0, 0);
}

export function geluGrad(f: GeluGrad): void {
  mapGrad(GELU, f.x, f.dy, f.dx, f.length, 0.3989422804014327, 0, 0);
}

/** x · (1 + tanh(√(2/π) · (x + 0.044715 x³))) / 2 = x · sigmoid(2 · √(2/π) · (x + 0.044715 x³)). Within 3 ulp of x. */
export function geluTanh(f: GeluTanh): void {
  map(GELU_TANH, f.x, f.y, f.length, 1.5957691216057308, 0.07135481627159973, 0);
}

export function geluTanhGrad(f: GeluTanhGrad): void {
  mapGrad(GELU_TANH, f.x, f.dy, f.dx, f.length, 1.5957691216057308, 0.07135481627159973, 12);
}

/** x · sigmoid(x). Within 3 ulp where sigmoid(x) is no denormal. */
export function silu(f: Silu): void {
  map(SILU, f.x, f.y, f.length, 0, 0, 0);
}

export function siluGrad(f: SiluGrad): void {
  mapGrad(SILU, f.x, f.dy, f.dx, f.length, 0, 0, 0);
}

/** (x + 3) / 6, from 0 to 1. */
export function hardSigmoid(f: HardSigmoid): void {
  map(HARD_SIGMOID, f.x, f.y, f.length, 3, 6, 0);
}

export function hardSigmoidGrad(f: HardSigmoidGrad): void {
  mapGrad(HARD_SIGMOID, f.x, f.dy, f.dx, f.length, 3, 6, 0);
}

/** x · hardSigmoid(x). */
export function hardSilu(f: HardSilu): void {
  map(HARD_SILU, f.x, f.y, f.length, 3, 6, 0);
}

export function hardSiluGrad(f: HardSiluGrad): void {
  mapGrad(HARD_SILU, f.x, f.dy, f.dx, f.length, 3, 6, 0);
}

/** ln(1 + e^x). Within 2 ulp. */
export function softplus(f: Softplus): void {
  map(SOFTPLUS, f.x, f.y, f.length, 0, 0, 0);
}

export function softplusGrad(f: SoftplusGrad): void {
  mapGrad(SOFTPLUS, f.x, f.dy, f.dx, f.length, 0, 0, 0);
}

/** 1 / (1 + e^−x). */
export function sigmoid(f: Sigmoid): void {
  map(SIGMOID, f.x, f.y, f.length, 0, 0, 0);
}

/** From y rather than x: dx = dy · y · (1 − y). */
export function sigmoidGrad(f: SigmoidGrad): void {
  mapGrad(SIGMOID, f.y, f.dy, f.dx, f.length, 0, 0, 0);
}

export function tanh(f: Tanh): void {
  map(TANH, f.x, f.y, f.length, 0, 0, 0);
}

/** From y rather than x: dx = dy · (1 − y²), as dy · (1 − y) · (1 + y), which is exact near ±1, too. */
export function tanhGrad(f: TanhGrad): void {
  mapGrad(TANH, f.y, f.dy, f.dx, f.length, 0, 0, 0);
}

/** Whether a slope takes so little arithmetic that an unrolled loop is faster in the second-level cache. */
// @ts-ignore: decorator
@inline
function isLight(name: i32): bool {
  return name == LEAKY_RELU || name == SIGMOID || name == TANH;
}

// @ts-ignore: decorator
@inline
function map(name: i32, x: usize, y: usize, length: i32, a: f32, b: f32, c: f32): void {
  prepareMath();
  const as = f32x4.splat(a);
  const bs = f32x4.splat(b);
  const cs = f32x4.splat(c);
  const chunks = elementChunks(length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, length);
    let i = chunkBegin(chunk);
    for (; i + 16 <= end; i += 16) v128.store(y + i, value(name, v128.load(x + i), as, bs, cs));
    if (i < end) storeSome(y + i, value(name, loadSome(x + i, end - i), as, bs, cs), end - i);
  }
}

// @ts-ignore: decorator
@inline
function mapGrad(name: i32, x: usize, dy: usize, dx: usize, length: i32, a: f32, b: f32, c: f32): void {
  prepareMath();
  const as = f32x4.splat(a);
  const bs = f32x4.splat(b);
  const cs = f32x4.splat(c);
  const chunks = elementChunks(length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, length);
    let i = chunkBegin(chunk);
    if (isLight(name)) {
      for (; i + 32 <= end; i += 32) {
        const first = slope(name, v128.load(x + i), as, bs, cs);
        const second = slope(name, v128.load(x + i, 16), as, bs, cs);
        v128.store(dx + i, f32x4.mul(v128.load(dy + i), first));
        v128.store(dx + i, f32x4.mul(v128.load(dy + i, 16), second), 16);
      }
    }
    for (; i + 16 <= end; i += 16) {
      v128.store(dx + i, f32x4.mul(v128.load(dy + i), slope(name, v128.load(x + i), as, bs, cs)));
    }
    if (i < end) {
      const slopes = slope(name, loadSome(x + i, end - i), as, bs, cs);
      storeSome(dx + i, f32x4.mul(loadSome(dy + i, end - i), slopes), end - i);
    }
  }
}

// @ts-ignore: decorator
@inline
function value(name: i32, x: v128, a: v128, b: v128, c: v128): v128 {
  if (name == LEAKY_RELU) {
    const below = f32x4.mul(a, f32x4.sub(x, b));
    return v128.bitselect(below, f32x4.pmin(x, c), f32x4.lt(x, b));
  }
  // Without the product, which would be NaN for −∞.
  if (name == CLAMPED_RELU) return v128.bitselect(a, f32x4.pmin(x, c), f32x4.lt(x, b));
  if (name == ELU) {
    const negative = f32x4.mul(b, expm1OfNegative(f32x4.pmin(x, f32x4.splat(0))));
    return v128.bitselect(f32x4.mul(a, x), negative, f32x4.gt(x, f32x4.splat(0)));
  }
  if (name == GELU) return f32x4.mul(x, normalShare(x, normalDensity4(f32x4.abs(x))));
  if (name == GELU_TANH) return f32x4.mul(x, sigmoid4(cubic(x, a, b)));
  if (name == SIGMOID) return sigmoid4(x);
  if (name == TANH) return tanh4(x);
  if (name == SILU) return f32x4.mul(x, sigmoid4(x));
  if (name == HARD_SIGMOID) return f32x4.div(ramp(x, a, b), b);
  if (name == HARD_SILU) return f32x4.div(f32x4.mul(x, ramp(x, a, b)), b);
  // A NaN stays one in the first operand.
  return f32x4.add(f32x4.pmax(x, f32x4.splat(0)), log1p4(exp4(minusAbs(x))));
}

// @ts-ignore: decorator
@inline
function slope(name: i32, x: v128, a: v128, b: v128, c: v128): v128 {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  if (name == LEAKY_RELU) {
    const between = v128.and(one, f32x4.lt(x, c));
    return v128.bitselect(between, a, f32x4.gt(x, b));
  }
  if (name == SIGMOID) return f32x4.mul(x, f32x4.sub(one, x));
  if (name == TANH) return f32x4.mul(f32x4.sub(one, x), f32x4.add(one, x));
  if (name == ELU) return v128.bitselect(a, f32x4.mul(b, exp4(x)), f32x4.gt(x, zero));
  if (name == GELU) {
    const density = normalDensity4(f32x4.abs(x));
    return multiplyAdd(x, f32x4.mul(a, density), normalShare(x, density));
  }
  if (name == GELU_TANH) {
    // Beyond `c` the slope is 0 or 1, and the square would overflow.
    const bounded = f32x4.pmax(f32x4.pmin(x, c), f32x4.neg(c));
    const s = sigmoid4(cubic(bounded, a, b));
    const steepness = multiplyAdd(f32x4.mul(f32x4.splat(3), b), f32x4.mul(bounded, bounded), a);
    const change = f32x4.mul(f32x4.mul(bounded, steepness), f32x4.mul(s, f32x4.sub(one, s)));
    return f32x4.add(s, change);
  }
  if (name == SILU) {
    const s = sigmoid4(x);
    return f32x4.mul(s, multiplyAdd(x, f32x4.sub(one, s), one));
  }
  if (name == HARD_SIGMOID) return v128.and(f32x4.div(one, b), inside(x, a));
  if (name == HARD_SILU) {
    return f32x4.div(f32x4.add(ramp(x, a, b), v128.and(x, inside(x, a))), b);
  }
  return sigmoid4(x);
}

/** Φ(x), given e^(−x²/2). */
// @ts-ignore: decorator
@inline
function normalShare(x: v128, density: v128): v128 {
  const tail = normalTail4(f32x4.abs(x), density);
  return v128.bitselect(tail, f32x4.sub(f32x4.splat(1), tail), f32x4.lt(x, f32x4.splat(0)));
}

/** x · (a + b · x²). */
// @ts-ignore: decorator
@inline
function cubic(x: v128, a: v128, b: v128): v128 {
  return f32x4.mul(x, multiplyAdd(b, f32x4.mul(x, x), a));
}

/** x + a, from 0 to b. */
// @ts-ignore: decorator
@inline
function ramp(x: v128, a: v128, b: v128): v128 {
  return f32x4.pmin(f32x4.pmax(f32x4.add(x, a), f32x4.splat(0)), b);
}

/** All bits where −a < x < a. */
// @ts-ignore: decorator
@inline
function inside(x: v128, a: v128): v128 {
  return f32x4.lt(f32x4.abs(x), a);
}
