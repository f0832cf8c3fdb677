// Products of a few rows with a matrix, which is read once, where it lies: packing it would take longer.

import { GemvDots, GemvSums } from "./generated/fields";
import { loadSome, storeSome } from "./elements";
import { claim, workspace } from "./share";
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

/** The sums lie in the workspace, next to each other: rows of y a power of two apart displace one another. */
function sumBlock(f: GemvSums, y: usize, column: i32, term: i32, termEnd: i32): void {
  const bytes = <usize>min(f.blockColumns, f.n - column) << 2;
  const pitch = <usize>f.n << 2, xRow = <usize>f.xRow << 2, xStep = <usize>f.xTerm << 2;
  const sums = workspace(), end = sums + <usize>f.m * bytes;
  for (let sum = sums; sum < end; sum += bytes) {
    if (f.bias) memory.copy(sum, f.bias + (<usize>column << 2), bytes);
    else memory.fill(sum, 0, bytes);
  }
  let w = f.w + ((<usize>term * <usize>f.n + <usize>column) << 2), x = f.x + <usize>term * xStep;
  // Four rows of w at a time serve all rows of x, from the first-level cache.
  for (; term + 4 <= termEnd; term += 4) {
    let row = x, sum = sums;
    for (; sum + bytes < end; sum += 2 * bytes) {
      addFourTwice(sum, bytes, w, pitch, row, xRow, xStep);
      row += 2 * xRow;
    }
    if (sum < end) addFour(sum, bytes, w, pitch, row, xStep);
    w += 4 * pitch;
    x += 4 * xStep;
  }
  for (; term < termEnd; term++) {
    let row = x;
    for (let sum = sums; sum < end; sum += bytes) {
      addOne(sum, bytes, w, row);
      row += xRow;
    }
    w += pitch;
    x += xStep;
  }
  const floor = f32x4.splat(f.floor);
  for (let sum = sums; sum < end; sum += bytes) {
    finish(y, sum, bytes, floor);
    y += pitch;
  }
}

/** y += the sum of four rows, `pitch` bytes apart, each times its element of x. */
function addFour(y: usize, bytes: usize, w0: usize, pitch: usize, x: usize, xStep: usize): void {
  const x0 = v128.load32_splat(x), x1 = v128.load32_splat(x + xStep);
  const x2 = v128.load32_splat(x + 2 * xStep), x3 = v128.load32_splat(x + 3 * xStep);
  let w1 = w0 + pitch, w2 = w1 + pitch, w3 = w2 + pitch;
  for (; bytes >= 16; bytes -= 16) {
    let sum = multiplyAdd(x0, v128.load(w0), v128.load(y));
    sum = multiplyAdd(x1, v128.load(w1), sum);
    sum = multiplyAdd(x2, v128.load(w2), sum);
    sum = multiplyAdd(x3, v128.load(w3), sum);
    v128.store(y, sum);
    y += 16;
    w0 += 16;
    w1 += 16;
    w2 += 16;
    w3 += 16;
  }
  if (bytes == 0) return;
  let sum = multiplyAdd(x0, loadSome(w0, bytes), loadSome(y, bytes));
  sum = multiplyAdd(x1, loadSome(w1, bytes), sum);
  sum = multiplyAdd(x2, loadSome(w2, bytes), sum);
  sum = multiplyAdd(x3, loadSome(w3, bytes), sum);
  storeSome(y, sum, bytes);
}

/**
 * The same for two rows of sums, one after the other, with the elements of two rows of x. Eight of these
 * fill the registers so far that a second vector of columns would make this a third slower.
 */
function addFourTwice(y: usize, bytes: usize, w0: usize, pitch: usize, x: usize, xRow: usize, xStep: usize): void {
  const a0 = v128.load32_splat(x), a1 = v128.load32_splat(x + xStep);
  const a2 = v128.load32_splat(x + 2 * xStep), a3 = v128.load32_splat(x + 3 * xStep);
  x += xRow;
  const b0 = v128.load32_splat(x), b1 = v128.load32_splat(x + xStep);
  const b2 = v128.load32_splat(x + 2 * xStep), b3 = v128.load32_splat(x + 3 * xStep);
  let z = y + bytes, w1 = w0 + pitch, w2 = w1 + pitch, w3 = w2 + pitch;
  for (; bytes >= 16; bytes -= 16) {
    let w = v128.load(w0);
    let a = multiplyAdd(a0, w, v128.load(y)), b = multiplyAdd(b0, w, v128.load(z));
    w = v128.load(w1);
    a = multiplyAdd(a1, w, a);
    b = multiplyAdd(b1, w, b);
    w = v128.load(w2);
    a = multiplyAdd(a2, w, a);
    b = multiplyAdd(b2, w, b);
    w = v128.load(w3);
    a = multiplyAdd(a3, w, a);
    b = multiplyAdd(b3, w, b);
    v128.store(y, a);
    v128.store(z, b);
    y += 16;
    z += 16;
    w0 += 16;
    w1 += 16;
    w2 += 16;
    w3 += 16;
  }
  if (bytes == 0) return;
  let w = loadSome(w0, bytes);
  let a = multiplyAdd(a0, w, loadSome(y, bytes)), b = multiplyAdd(b0, w, loadSome(z, bytes));
  w = loadSome(w1, bytes);
  a = multiplyAdd(a1, w, a);
  b = multiplyAdd(b1, w, b);
  w = loadSome(w2, bytes);
  a = multiplyAdd(a2, w, a);
  b = multiplyAdd(b2, w, b);
  w = loadSome(w3, bytes);
  a = multiplyAdd(a3, w, a);
  b = multiplyAdd(b3, w, b);
  storeSome(y, a, bytes);
  storeSome(z, b, bytes);
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

function finish(y: usize, sum: usize, bytes: usize, floor: v128): void {
  let j: usize = 0;
  for (; j + 16 <= bytes; j += 16) v128.store(y + j, f32x4.pmax(v128.load(sum + j), floor));
  if (j < bytes) storeSome(y + j, f32x4.pmax(loadSome(sum + j, bytes - j), floor), bytes - j);
}

/**
 * y[m, n] = max(x[m, k] · w[n, k]ᵀ + bias[n], floor): dot products with the rows of w, of which a chunk
 * takes `blockRows`, a multiple of 4. With `sameBias` the first bias is that of all.
 */
export function gemvDots(f: GemvDots): void {
  const chunks = chunksOf(f.n, f.blockRows);
  const pitch = <usize>f.k << 2, floor = f32x4.splat(f.floor);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = min(f.n, (chunk + 1) * f.blockRows);
    for (let row = chunk * f.blockRows; row < end; row += 4) {
      const r3 = <usize>min(3, end - row - 1), some = (r3 + 1) << 2, at = <usize>row << 2;
      const bias = biasesOf(f, at, some);
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

// @ts-ignore: decorator
@inline
function biasesOf(f: GemvDots, at: usize, some: usize): v128 {
  if (!f.bias) return f32x4.splat(0);
  if (f.sameBias) return v128.load32_splat(f.bias);
  return some == 16 ? v128.load(f.bias + at) : loadSome(f.bias + at, some);
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
