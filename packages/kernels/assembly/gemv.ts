// Products of a few rows with a matrix, which is read once, where it lies: packing it would take longer.

import { GemvDots, GemvSums } from "./generated/fields";
import { loadSome, storeSome } from "./elements";
import { claim } from "./share";
import { chunksOf, multiplyAdd } from "./simd";

/**
 * y[m, n] = max(x · w[k, n] + bias[n], floor): sums of multiples of the rows of w. The elements of x lie
 * `xRow` and `xTerm` apart. A chunk is `blockColumns` columns times `partTerms` terms; where the terms
 * are cut into parts, y has room for the sums of each, and gemmSums adds them up.
 */
export function gemvSums(f: GemvSums): void {
  const columnBlocks = chunksOf(f.n, f.blockColumns), parts = max(1, chunksOf(f.k, f.partTerms));
  const chunks = columnBlocks * parts;
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const column = (chunk % columnBlocks) * f.blockColumns, part = chunk / columnBlocks;
    const y = f.y + ((<usize>part * <usize>f.m * <usize>f.n + <usize>column) << 2);
    sumBlock(f, y, column, part * f.partTerms, min(f.k, (part + 1) * f.partTerms));
  }
}

function sumBlock(f: GemvSums, y: usize, column: i32, term: i32, termEnd: i32): void {
  const bytes = <usize>min(f.blockColumns, f.n - column) << 2;
  const pitch = <usize>f.n << 2, xRow = <usize>f.xRow << 2, xStep = <usize>f.xTerm << 2;
  for (let i = 0; i < f.m; i++) {
    const row = y + <usize>i * pitch;
    if (f.bias) memory.copy(row, f.bias + (<usize>column << 2), bytes);
    else memory.fill(row, 0, bytes);
  }
  let w = f.w + ((<usize>term * <usize>f.n + <usize>column) << 2), x = f.x + <usize>term * xStep;
  // Four rows of w at a time serve all rows of x, from the first-level cache.
  for (; term + 4 <= termEnd; term += 4) {
    for (let i = 0; i < f.m; i++) addFour(y + <usize>i * pitch, bytes, w, pitch, x + <usize>i * xRow, xStep);
    w += 4 * pitch;
    x += 4 * xStep;
  }
  for (; term < termEnd; term++) {
    for (let i = 0; i < f.m; i++) addOne(y + <usize>i * pitch, bytes, w, x + <usize>i * xRow);
    w += pitch;
    x += xStep;
  }
  const floor = f32x4.splat(f.floor);
  if (f.floor > -Infinity) for (let i = 0; i < f.m; i++) raise(y + <usize>i * pitch, bytes, floor);
}

/** y += the sum of four rows, `pitch` bytes apart, each times its element of x. */
function addFour(y: usize, bytes: usize, w0: usize, pitch: usize, x: usize, xStep: usize): void {
  const x0 = v128.load32_splat(x), x1 = v128.load32_splat(x + xStep);
  const x2 = v128.load32_splat(x + 2 * xStep), x3 = v128.load32_splat(x + 3 * xStep);
  let w1 = w0 + pitch, w2 = w1 + pitch, w3 = w2 + pitch;
  for (; bytes >= 64; bytes -= 64) {
    let s0 = multiplyAdd(x0, v128.load(w0, 0), v128.load(y, 0));
    let s1 = multiplyAdd(x0, v128.load(w0, 16), v128.load(y, 16));
    let s2 = multiplyAdd(x0, v128.load(w0, 32), v128.load(y, 32));
    let s3 = multiplyAdd(x0, v128.load(w0, 48), v128.load(y, 48));
    s0 = multiplyAdd(x1, v128.load(w1, 0), s0);
    s1 = multiplyAdd(x1, v128.load(w1, 16), s1);
    s2 = multiplyAdd(x1, v128.load(w1, 32), s2);
    s3 = multiplyAdd(x1, v128.load(w1, 48), s3);
    s0 = multiplyAdd(x2, v128.load(w2, 0), s0);
    s1 = multiplyAdd(x2, v128.load(w2, 16), s1);
    s2 = multiplyAdd(x2, v128.load(w2, 32), s2);
    s3 = multiplyAdd(x2, v128.load(w2, 48), s3);
    s0 = multiplyAdd(x3, v128.load(w3, 0), s0);
    s1 = multiplyAdd(x3, v128.load(w3, 16), s1);
    s2 = multiplyAdd(x3, v128.load(w3, 32), s2);
    s3 = multiplyAdd(x3, v128.load(w3, 48), s3);
    v128.store(y, s0, 0);
    v128.store(y, s1, 16);
    v128.store(y, s2, 32);
    v128.store(y, s3, 48);
    y += 64;
    w0 += 64;
    w1 += 64;
    w2 += 64;
    w3 += 64;
  }
  for (; bytes > 0; bytes -= 4) {
    let sum = multiplyAdd(x0, v128.load32_zero(w0), v128.load32_zero(y));
    sum = multiplyAdd(x1, v128.load32_zero(w1), sum);
    sum = multiplyAdd(x2, v128.load32_zero(w2), sum);
    sum = multiplyAdd(x3, v128.load32_zero(w3), sum);
    v128.store32_lane(y, sum, 0);
    y += 4;
    w0 += 4;
    w1 += 4;
    w2 += 4;
    w3 += 4;
  }
}

/** y += one row times an element of x. */
function addOne(y: usize, bytes: usize, w: usize, x: usize): void {
  const x0 = v128.load32_splat(x);
  let j: usize = 0;
  for (; j + 16 <= bytes; j += 16) v128.store(y + j, multiplyAdd(x0, v128.load(w + j), v128.load(y + j)));
  if (j < bytes) {
    const some = bytes - j;
    storeSome(y + j, multiplyAdd(x0, loadSome(w + j, some), loadSome(y + j, some)), some);
  }
}

function raise(y: usize, bytes: usize, floor: v128): void {
  let j: usize = 0;
  for (; j + 16 <= bytes; j += 16) v128.store(y + j, f32x4.pmax(v128.load(y + j), floor));
  if (j < bytes) storeSome(y + j, f32x4.pmax(loadSome(y + j, bytes - j), floor), bytes - j);
}

/**
 * y[m, n] = max(x[m, k] · w[n, k]ᵀ + bias[n], floor): dot products with the rows of w, of which a chunk
 * takes `blockRows`, a multiple of 4 unless it is all there are.
 */
export function gemvDots(f: GemvDots): void {
  const chunks = chunksOf(f.n, f.blockRows);
  const pitch = <usize>f.k << 2, floor = f32x4.splat(f.floor);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = min(f.n, (chunk + 1) * f.blockRows);
    for (let row = chunk * f.blockRows; row < end; row += 4) {
      const r3 = <usize>min(3, end - row - 1), some = (r3 + 1) << 2, at = <usize>row << 2;
      const bias = f.bias ? (some == 16 ? v128.load(f.bias + at) : loadSome(f.bias + at, some)) : f32x4.splat(0);
      const w = f.w + <usize>row * pitch;
      for (let i = 0; i < f.m; i++) {
        const sums = dotFour(
          f.x + <usize>i * pitch, w, w + min(1, r3) * pitch, w + min(2, r3) * pitch, w + r3 * pitch, pitch,
        );
        const result = f32x4.pmax(f32x4.add(sums, bias), floor);
        const y = f.y + ((<usize>i * <usize>f.n) << 2) + at;
        if (some == 16) v128.store(y, result);
        else storeSome(y, result, some);
      }
    }
  }
}

/** The dot products of a vector with four others; every eighth term goes to the same of eight sums. */
// @ts-ignore: decorator
@inline
function dotFour(x: usize, w0: usize, w1: usize, w2: usize, w3: usize, bytes: usize): v128 {
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0, t0 = s0, t1 = s0, t2 = s0, t3 = s0;
  let j: usize = 0;
  for (; j + 32 <= bytes; j += 32) {
    const low = v128.load(x + j), high = v128.load(x + j, 16);
    s0 = multiplyAdd(low, v128.load(w0 + j), s0);
    t0 = multiplyAdd(high, v128.load(w0 + j, 16), t0);
    s1 = multiplyAdd(low, v128.load(w1 + j), s1);
    t1 = multiplyAdd(high, v128.load(w1 + j, 16), t1);
    s2 = multiplyAdd(low, v128.load(w2 + j), s2);
    t2 = multiplyAdd(high, v128.load(w2 + j, 16), t2);
    s3 = multiplyAdd(low, v128.load(w3 + j), s3);
    t3 = multiplyAdd(high, v128.load(w3 + j, 16), t3);
  }
  for (; j < bytes; j += 4) {
    const one = v128.load32_zero(x + j);
    s0 = multiplyAdd(one, v128.load32_zero(w0 + j), s0);
    s1 = multiplyAdd(one, v128.load32_zero(w1 + j), s1);
    s2 = multiplyAdd(one, v128.load32_zero(w2 + j), s2);
    s3 = multiplyAdd(one, v128.load32_zero(w3 + j), s3);
  }
  return sumsOfFour(f32x4.add(s0, t0), f32x4.add(s1, t1), f32x4.add(s2, t2), f32x4.add(s3, t3));
}

/** The sum of the lanes of each of four vectors. */
// @ts-ignore: decorator
@inline
function sumsOfFour(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}
