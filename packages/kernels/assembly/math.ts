// Exponential, logarithm, sigmoid, hyperbolic tangent, the normal distribution, sine and cosine of four lanes at once.
//
// Their constants are globals that `prepareMath` sets, because V8 builds a vector constant anew wherever
// one is used, even in a loop, at five times the cost of loading it from an instance's globals.

import { threadIndex } from "./share";
import { multiplyAdd, veiled } from "./simd";

let one: v128 = i64x2.splat(0);
let signBit: v128 = i64x2.splat(0);

let expHighest: v128 = i64x2.splat(0);
let expLowest: v128 = i64x2.splat(0);
let log2e: v128 = i64x2.splat(0);
let magic: v128 = i64x2.splat(0);
let exponentBits: v128 = i64x2.splat(0);
let minusLn2High: v128 = i64x2.splat(0);
let minusLn2Low: v128 = i64x2.splat(0);
let e2: v128 = i64x2.splat(0);
let e3: v128 = i64x2.splat(0);
let e4: v128 = i64x2.splat(0);
let e5: v128 = i64x2.splat(0);
let e6: v128 = i64x2.splat(0);

let expm1Flat: v128 = i64x2.splat(0);
let bias: v128 = i64x2.splat(0);
let two: v128 = i64x2.splat(0);

let clearLow: v128 = i64x2.splat(0);
let minusHalf: v128 = i64x2.splat(0);
let three: v128 = i64x2.splat(0);
let farOut: v128 = i64x2.splat(0);
let t0: v128 = i64x2.splat(0);
let t1: v128 = i64x2.splat(0);
let t2: v128 = i64x2.splat(0);
let t3: v128 = i64x2.splat(0);
let t4: v128 = i64x2.splat(0);
let t5: v128 = i64x2.splat(0);
let t6: v128 = i64x2.splat(0);
let t7: v128 = i64x2.splat(0);
let t8: v128 = i64x2.splat(0);
let t9: v128 = i64x2.splat(0);

let s3: v128 = i64x2.splat(0);
let s5: v128 = i64x2.splat(0);
let s7: v128 = i64x2.splat(0);
let c4: v128 = i64x2.splat(0);
let c6: v128 = i64x2.splat(0);
let c8: v128 = i64x2.splat(0);

let rootHalf: v128 = i64x2.splat(0);
let smallestNormal: v128 = i64x2.splat(0);
let twoTo23: v128 = i64x2.splat(0);
let infinity: v128 = i64x2.splat(0);
let minusInfinity: v128 = i64x2.splat(0);
let shift23: v128 = i64x2.splat(0);
let ln2High: v128 = i64x2.splat(0);
let ln2Low: v128 = i64x2.splat(0);
let half: v128 = i64x2.splat(0);
let l1: v128 = i64x2.splat(0);
let l2: v128 = i64x2.splat(0);
let l3: v128 = i64x2.splat(0);
let l4: v128 = i64x2.splat(0);

let p0: v128 = i64x2.splat(0);
let p1: v128 = i64x2.splat(0);
let p2: v128 = i64x2.splat(0);
let p3: v128 = i64x2.splat(0);

// @ts-ignore: decorator
@inline
function veiledFloat(x: f32, veil: i32): v128 {
  return veiled(reinterpret<i32>(x), veil);
}

/** Call it in a kernel's prologue before any of the functions below. */
export function prepareMath(): void {
  const veil = threadIndex() >> 31;
  one = veiledFloat(1, veil);
  signBit = veiled(0x80000000, veil);

  expHighest = veiledFloat(89, veil);
  expLowest = veiledFloat(-104, veil);
  log2e = veiledFloat(1.4426950408889634, veil);
  magic = veiledFloat(12582912 + 254, veil);
  exponentBits = veiled(0xff800000, veil);
  minusLn2High = veiledFloat(-0.693145751953125, veil);
  minusLn2Low = veiledFloat(-1.428606765330187e-6, veil);
  e2 = veiledFloat(0.4999999403953552, veil);
  e3 = veiledFloat(0.1666652113199234, veil);
  e4 = veiledFloat(0.04166838899254799, veil);
  e5 = veiledFloat(0.00836874544620514, veil);
  e6 = veiledFloat(0.0013814540579915047, veil);

  expm1Flat = veiledFloat(-20, veil);
  bias = veiled(127, veil);
  two = veiledFloat(2, veil);

  clearLow = veiled(0xfffff000, veil);
  minusHalf = veiledFloat(-0.5, veil);
  three = veiledFloat(3, veil);
  farOut = veiledFloat(14.5, veil);
  t0 = veiledFloat(0.7290837168693542, veil);
  t1 = veiledFloat(-0.5093321800231934, veil);
  t2 = veiledFloat(0.23001772165298462, veil);
  t3 = veiledFloat(-0.047258224338293076, veil);
  t4 = veiledFloat(-0.010462606325745583, veil);
  t5 = veiledFloat(0.006937585771083832, veil);
  t6 = veiledFloat(0.0010177745716646314, veil);
  t7 = veiledFloat(-0.0009466877672821283, veil);
  t8 = veiledFloat(-0.000204719792236574, veil);
  t9 = veiledFloat(5.137960033607669e-5, veil);

  s3 = veiledFloat(-0.16666654611, veil);
  s5 = veiledFloat(0.0083321608736, veil);
  s7 = veiledFloat(-0.00019515295891, veil);
  c4 = veiledFloat(0.04166664568298827, veil);
  c6 = veiledFloat(-0.001388731625493765, veil);
  c8 = veiledFloat(0.00002443315711809948, veil);

  rootHalf = veiled(0x3f3504f3, veil);
  smallestNormal = veiled(0x00800000, veil);
  twoTo23 = veiledFloat(8388608, veil);
  infinity = veiled(0x7f800000, veil);
  minusInfinity = veiled(0xff800000, veil);
  shift23 = veiled(23, veil);
  ln2High = veiledFloat(0.693138122558594, veil);
  ln2Low = veiledFloat(9.058000614459161e-6, veil);
  half = veiledFloat(0.5, veil);
  l1 = veiledFloat(0.66666662693, veil);
  l2 = veiledFloat(0.40000972152, veil);
  l3 = veiledFloat(0.28498786688, veil);
  l4 = veiledFloat(0.24279078841, veil);

  p0 = veiledFloat(0.6666641313, veil);
  p1 = veiledFloat(0.4002169906, veil);
  p2 = veiledFloat(0.2799914109, veil);
  p3 = veiledFloat(0.2802445879, veil);
}

/**
 * e^x. x = n · ln 2 + r with |r| ≤ ln 2 / 2, and e^r by a minimax polynomial of degree 6 (its own error is
 * 3e-9). 2^n is applied in two halves, so that results reach from the smallest denormal to the largest
 * float, then 0 and infinity. Within 1.1 ulp, denormal results included; NaN stays NaN.
 */
// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  // pmin and pmax keep a NaN in their first operand.
  const bounded = f32x4.pmax(f32x4.pmin(x, expHighest), expLowest);
  // Adding 1.5 · 2^23 rounds to a whole number, which then is in the low bits: n + 254.
  const shifted = multiplyAdd(bounded, log2e, magic);
  const r = remainder(bounded, f32x4.sub(shifted, magic));
  return timesPowerOf2(f32x4.add(one, expm1OfRemainder(r)), shifted);
}

/** x · 2^n, given n + 254 in the low bits. */
// @ts-ignore: decorator
@inline
function timesPowerOf2(x: v128, shifted: v128): v128 {
  // The exponents ⌊n / 2⌋ + 127 and ⌈n / 2⌉ + 127, in place.
  const first = v128.and(i32x4.shl(shifted, 22), exponentBits);
  const second = i32x4.sub(i32x4.shl(shifted, 23), first);
  return f32x4.mul(f32x4.mul(x, first), second);
}

/** x − n · ln 2, ln 2 in two parts of which the first has so few bits that its product is exact. */
// @ts-ignore: decorator
@inline
function remainder(x: v128, n: v128): v128 {
  return multiplyAdd(n, minusLn2Low, multiplyAdd(n, minusLn2High, x));
}

/** e^r − 1 = r + r² · (1/2 + r/6 + …) for |r| ≤ ln 2 / 2. */
// @ts-ignore: decorator
@inline
function expm1OfRemainder(r: v128): v128 {
  let p = multiplyAdd(e6, r, e5);
  p = multiplyAdd(p, r, e4);
  p = multiplyAdd(p, r, e3);
  p = multiplyAdd(p, r, e2);
  return multiplyAdd(f32x4.mul(r, r), p, r);
}

/**
 * ln x. x = 2^k · (1 + f) with 1 + f in √½ … √2; with s = f / (2 + f), ln(1 + f) = 2s + s³ · (2/3 + …), as
 * in FreeBSD's logf. Within 1 ulp, denormals included; −∞ at 0, NaN below.
 */
// @ts-ignore: decorator
@inline
export function log4(x: v128): v128 {
  const denormal = f32x4.lt(x, smallestNormal);
  const normal = v128.bitselect(f32x4.mul(x, twoTo23), x, denormal);
  const distance = i32x4.sub(normal, rootHalf);
  const exponent = i32x4.shr_s(distance, 23);
  const f = f32x4.sub(i32x4.sub(normal, i32x4.shl(exponent, 23)), one);
  const k = f32x4.convert_i32x4_s(i32x4.sub(exponent, v128.and(denormal, shift23)));
  const s = f32x4.div(f, f32x4.add(two, f));
  const z = f32x4.mul(s, s);
  let p = multiplyAdd(l4, z, l3);
  p = multiplyAdd(p, z, l2);
  p = multiplyAdd(p, z, l1);
  const square = f32x4.mul(half, f32x4.mul(f, f));
  const tail = multiplyAdd(s, multiplyAdd(p, z, square), f32x4.mul(k, ln2Low));
  const y = multiplyAdd(k, ln2High, f32x4.sub(f, f32x4.sub(square, tail)));
  return exceptions(x, y);
}

/** What the formula does not give: ln 0 = −∞, ln ∞ = ∞, NaN of NaN and of negative numbers. */
// @ts-ignore: decorator
@inline
function exceptions(x: v128, y: v128): v128 {
  const zero = i64x2.splat(0);
  const ordinary = v128.and(f32x4.gt(x, zero), f32x4.lt(x, infinity));
  // All bits set is a NaN.
  const special = v128.or(x, f32x4.lt(x, zero));
  const notZero = v128.bitselect(y, special, ordinary);
  return v128.bitselect(minusInfinity, notZero, f32x4.eq(x, zero));
}

/** 1 / (1 + e^−x), through e^−|x|, which cannot overflow. Within 2.5 ulp; NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  return sigmoidFrom(x, exp4(minusAbs(x)));
}

/** Sigmoid of x, given e^−|x|. */
// @ts-ignore: decorator
@inline
export function sigmoidFrom(x: v128, e: v128): v128 {
  const positive = f32x4.ge(x, i64x2.splat(0));
  return f32x4.div(v128.bitselect(one, e, positive), f32x4.add(one, e));
}

/** −|x|. */
// @ts-ignore: decorator
@inline
export function minusAbs(x: v128): v128 {
  return v128.or(x, signBit);
}

/**
 * tanh x = −E / (E + 2) with E = e^(−2|x|) − 1 and the sign of x; E loses nothing for small x. Within 2.6 ulp; NaN stays NaN.
 */
// @ts-ignore: decorator
@inline
export function tanh4(x: v128): v128 {
  const negative = minusAbs(x);
  const e = expm1OfNegative(f32x4.add(negative, negative));
  const y = f32x4.div(e, f32x4.add(e, two));
  return v128.bitselect(x, y, signBit);
}

/** e^x − 1 for x ≤ 0, as 2^n · (e^r − 1) + (2^n − 1). Within 1 ulp; NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function expm1OfNegative(x: v128): v128 {
  const u = f32x4.pmax(x, expm1Flat);
  const shifted = multiplyAdd(u, log2e, magic);
  const r = remainder(u, f32x4.sub(shifted, magic));
  // n + 254 in the low bits; 2^n, since n ≥ −29 needs one exponent only: n + 127.
  const power = i32x4.shl(i32x4.sub(shifted, bias), 23);
  return multiplyAdd(power, expm1OfRemainder(r), f32x4.sub(power, one));
}

/**
 * Φ(−x) for x ≥ 0, what the normal distribution has above x, given e^(−x²/2): that times P(q) / (x + 3) with
 * q = (x − 3) / (x + 3), P a minimax polynomial of degree 9 (its own error is 2e-8). Within 5 ulp; NaN stays NaN.
 */
// @ts-ignore: decorator
@inline
export function normalTail4(x: v128, density: v128): v128 {
  const z = f32x4.pmin(x, farOut);
  const inverse = f32x4.div(one, f32x4.add(z, three));
  const q = f32x4.mul(f32x4.sub(z, three), inverse);
  let p = multiplyAdd(t9, q, t8);
  p = multiplyAdd(p, q, t7);
  p = multiplyAdd(p, q, t6);
  p = multiplyAdd(p, q, t5);
  p = multiplyAdd(p, q, t4);
  p = multiplyAdd(p, q, t3);
  p = multiplyAdd(p, q, t2);
  p = multiplyAdd(p, q, t1);
  p = multiplyAdd(p, q, t0);
  return f32x4.mul(density, f32x4.mul(p, inverse));
}

/**
 * e^(−x²/2) for x ≥ 0. The square is taken of the first 12 bits of x, exactly, and what that lacks, less than 0.05
 * where the result is not 0, is added to the remainder of the exponential. Within 1.5 ulp; NaN stays NaN.
 */
// @ts-ignore: decorator
@inline
export function normalDensity4(x: v128): v128 {
  const z = f32x4.pmin(x, farOut);
  const first = v128.and(z, clearLow);
  const rest = f32x4.mul(minusHalf, f32x4.mul(f32x4.sub(z, first), f32x4.add(z, first)));
  const exponent = f32x4.mul(minusHalf, f32x4.mul(first, first));
  const shifted = multiplyAdd(exponent, log2e, magic);
  const r = f32x4.add(remainder(exponent, f32x4.sub(shifted, magic)), rest);
  return timesPowerOf2(f32x4.add(one, expm1OfRemainder(r)), shifted);
}

/**
 * ln(1 + u) for 0 ≤ u ≤ 1, as the logarithm without its exponent: s = u / (2 + u), and a minimax polynomial of
 * degree 3 in s² (its own error is 5e-9). Within 1.2 ulp; NaN stays NaN.
 */
// @ts-ignore: decorator
@inline
export function log1p4(u: v128): v128 {
  const s = f32x4.div(u, f32x4.add(two, u));
  const z = f32x4.mul(s, s);
  let p = multiplyAdd(p3, z, p2);
  p = multiplyAdd(p, z, p1);
  p = multiplyAdd(p, z, p0);
  const square = f32x4.mul(half, f32x4.mul(u, u));
  return f32x4.sub(u, f32x4.sub(square, f32x4.mul(s, multiplyAdd(p, z, square))));
}

/** sin x for |x| ≤ π / 4, by a minimax polynomial of degree 7. Within 1 ulp. */
// @ts-ignore: decorator
@inline
export function sin4(x: v128): v128 {
  const square = f32x4.mul(x, x);
  let p = multiplyAdd(square, s7, s5);
  p = multiplyAdd(p, square, s3);
  return multiplyAdd(f32x4.mul(p, square), x, x);
}

/** cos x for |x| ≤ π / 4, by a minimax polynomial of degree 8. Within 1 ulp. */
// @ts-ignore: decorator
@inline
export function cos4(x: v128): v128 {
  const square = f32x4.mul(x, x);
  let p = multiplyAdd(square, c8, c6);
  p = multiplyAdd(p, square, c4);
  return f32x4.add(multiplyAdd(f32x4.mul(p, square), square, f32x4.mul(square, minusHalf)), one);
}
