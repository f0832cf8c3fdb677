// The inner loops of matrix multiplication and convolution: a tile of outputs is held in registers
// while both operands are walked along the summed axis. V8 leaves 15 vector registers; 4×8 outputs
// take 8, their right operands 2 and the splatted left one 1, which every compiler tier fits. Other shapes
// are in files of their own.

import { maxOfFour, poolFour, storeMost } from "./max-of-four";
import { multiplyAdd } from "./simd";
import { storeEightPlaces } from "./winners";

export const CLIPPED: i32 = 0;
export const POOLED: i32 = 1;
export const BARE: i32 = 2;

/**
 * Outputs of four rows and eight columns: c = max(i + Σ a·b, floor).
 *
 * Left: the rows start at p0 … p3, advance by `aStep` bytes for each of `run` terms, and by `aJump`
 * bytes more after each of `rows` runs. Right: eight columns at `b`, advancing by `bStep` bytes.
 * Each row starts from the eight values at i0 … i3 and goes to c0 … c3, of which `columns` are
 * written. Rows may repeat: where fewer than four are left, the last one stands in for the missing.
 *
 * `kind` is a constant. With POOLED only the largest of the four rows is written, to c0, and which row it is to the
 * bytes at c1 if that is not 0; at c2 there are 136 bytes for those that need a second look. BARE is c = Σ a·b: of
 * i0 … i3 and floor nothing is read.
 */
// @ts-ignore: decorator
@inline
export function tile4x8(
  p0: usize, p1: usize, p2: usize, p3: usize, aStep: usize, aJump: usize,
  b: usize, bStep: usize, run: i32, rows: i32,
  i0: usize, i1: usize, i2: usize, i3: usize,
  c0: usize, c1: usize, c2: usize, c3: usize, columns: i32, floor: v128, kind: i32 = CLIPPED,
): void {
  let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
  if (kind != BARE) {
    s00 = v128.load(i0);
    s01 = v128.load(i0, 16);
    s10 = v128.load(i1);
    s11 = v128.load(i1, 16);
    s20 = v128.load(i2);
    s21 = v128.load(i2, 16);
    s30 = v128.load(i3);
    s31 = v128.load(i3, 16);
  }
  for (let row = rows; row > 0; row--) {
    for (let term = run; term > 0; term--) {
      const b0 = v128.load(b), b1 = v128.load(b, 16);
      const a0 = v128.load32_splat(p0);
      s00 = multiplyAdd(a0, b0, s00);
      s01 = multiplyAdd(a0, b1, s01);
      const a1 = v128.load32_splat(p1);
      s10 = multiplyAdd(a1, b0, s10);
      s11 = multiplyAdd(a1, b1, s11);
      const a2 = v128.load32_splat(p2);
      s20 = multiplyAdd(a2, b0, s20);
      s21 = multiplyAdd(a2, b1, s21);
      const a3 = v128.load32_splat(p3);
      s30 = multiplyAdd(a3, b0, s30);
      s31 = multiplyAdd(a3, b1, s31);
      p0 += aStep;
      p1 += aStep;
      p2 += aStep;
      p3 += aStep;
      b += bStep;
    }
    p0 += aJump;
    p1 += aJump;
    p2 += aJump;
    p3 += aJump;
  }
  if (kind == POOLED) {
    poolRows(s00, s10, s20, s30, s01, s11, s21, s31, c0, c1, c2, columns, floor);
    return;
  }
  if (kind == CLIPPED) {
    s00 = f32x4.pmax(s00, floor);
    s01 = f32x4.pmax(s01, floor);
    s10 = f32x4.pmax(s10, floor);
    s11 = f32x4.pmax(s11, floor);
    s20 = f32x4.pmax(s20, floor);
    s21 = f32x4.pmax(s21, floor);
    s30 = f32x4.pmax(s30, floor);
    s31 = f32x4.pmax(s31, floor);
  }
  storeRow(c0, s00, s01, columns);
  storeRow(c1, s10, s11, columns);
  storeRow(c2, s20, s21, columns);
  storeRow(c3, s30, s31, columns);
}

// @ts-ignore: decorator
@inline
function store8(c: usize, low: v128, high: v128): void {
  v128.store(c, low);
  v128.store(c, high, 16);
}

/** Writes the largest of four rows and its place; by way of `window` where there is a NaN, or fewer columns than eight. */
// @ts-ignore: decorator
@inline
function poolRows(
  a0: v128, b0: v128, c0: v128, d0: v128, a1: v128, b1: v128, c1: v128, d1: v128,
  y: usize, winner: usize, window: usize, columns: i32, floor: v128,
): void {
  const sums0 = f32x4.add(f32x4.add(a0, b0), f32x4.add(c0, d0));
  const sums = f32x4.add(sums0, f32x4.add(f32x4.add(a1, b1), f32x4.add(c1, d1)));
  if (columns < 8 || v128.any_true(f32x4.ne(sums, sums))) {
    store8(window, f32x4.pmax(a0, floor), f32x4.pmax(a1, floor));
    store8(window + 32, f32x4.pmax(b0, floor), f32x4.pmax(b1, floor));
    store8(window + 64, f32x4.pmax(c0, floor), f32x4.pmax(c1, floor));
    store8(window + 96, f32x4.pmax(d0, floor), f32x4.pmax(d1, floor));
    maxOfFour(window, window + 32, window + 64, window + 96, y, winner || window + 128, min(8, columns));
    return;
  }
  if (!winner) {
    storeMost(a0, b0, c0, d0, y, floor);
    storeMost(a1, b1, c1, d1, y + 16, floor);
    return;
  }
  const low = poolFour(a0, b0, c0, d0, y, floor);
  storeEightPlaces(winner, low, poolFour(a1, b1, c1, d1, y + 16, floor));
}

/** Writes the first `columns` (1 … 8) of eight values. */
// @ts-ignore: decorator
@inline
export function storeRow(c: usize, low: v128, high: v128, columns: i32): void {
  if (columns >= 8) store8(c, low, high);
  else storeColumns(c, low, high, columns);
}

/** Writes the first `columns` (1 … 7) of eight values. */
function storeColumns(c: usize, low: v128, high: v128, columns: i32): void {
  let rest = low;
  if (columns >= 4) {
    v128.store(c, low);
    c += 16;
    columns -= 4;
    rest = high;
  }
  if (columns > 0) v128.store32_lane(c, rest, 0);
  if (columns > 1) v128.store32_lane(c, rest, 1, 4);
  if (columns > 2) v128.store32_lane(c, rest, 2, 8);
}
