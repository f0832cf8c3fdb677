// Where multiplication is fused, it needs no register for the product, and 6×8 outputs, their right operands and the
// splatted left one fill the 15 that V8 leaves to the last one.

import { multiplyAdd } from "./simd";
import { BARE, CLIPPED, storeRow } from "./tile";

/** Whether the next six of so many rows go together, rather than by fours. */
// @ts-ignore: decorator
@inline
export function takeSix(rows: i32): bool {
  return ASC_FEATURE_RELAXED_SIMD && (rows == 6 || rows > 8);
}

/**
 * Outputs of six rows and eight columns, where multiplication is fused: twelve sums keep both units that do it busy,
 * as eight do not, each of which waits for itself. As tile4x8, with terms that lie as far apart in the rows as a T is
 * wide, and on the right next to each other; the rows start from the values at `i`, `iStep` bytes apart.
 *
 * Two terms a turn need half as many additions to addresses. Without the test between them, V8 would sort the two
 * into long chains that wait for each other.
 */
// @ts-ignore: decorator
@inline
export function tile6x8<T>(
  p0: usize, p1: usize, p2: usize, p3: usize, p4: usize, p5: usize, aJump: usize,
  b: usize, run: i32, rows: i32, i: usize, iStep: usize,
  c0: usize, c1: usize, c2: usize, c3: usize, c4: usize, c5: usize, columns: i32, floor: v128, kind: i32 = CLIPPED,
): void {
  let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00;
  let s30 = s00, s31 = s00, s40 = s00, s41 = s00, s50 = s00, s51 = s00;
  if (kind != BARE) {
    s00 = v128.load(i);
    s01 = v128.load(i, 16);
    i += iStep;
    s10 = v128.load(i);
    s11 = v128.load(i, 16);
    i += iStep;
    s20 = v128.load(i);
    s21 = v128.load(i, 16);
    i += iStep;
    s30 = v128.load(i);
    s31 = v128.load(i, 16);
    i += iStep;
    s40 = v128.load(i);
    s41 = v128.load(i, 16);
    i += iStep;
    s50 = v128.load(i);
    s51 = v128.load(i, 16);
  }
  // What a turn that was broken off leaves to be gone.
  const odd = <usize>(run & 1), jump = aJump + odd * sizeof<T>();
  for (let row = rows; row > 0; row--) {
    for (let term = run; term > 0; term -= 2) {
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
      const a4 = v128.load32_splat(p4);
      s40 = multiplyAdd(a4, b0, s40);
      s41 = multiplyAdd(a4, b1, s41);
      const a5 = v128.load32_splat(p5);
      s50 = multiplyAdd(a5, b0, s50);
      s51 = multiplyAdd(a5, b1, s51);
      if (term == 1) break;
      const d0 = v128.load(b, 32), d1 = v128.load(b, 48);
      const e0 = v128.load32_splat(p0, sizeof<T>());
      s00 = multiplyAdd(e0, d0, s00);
      s01 = multiplyAdd(e0, d1, s01);
      const e1 = v128.load32_splat(p1, sizeof<T>());
      s10 = multiplyAdd(e1, d0, s10);
      s11 = multiplyAdd(e1, d1, s11);
      const e2 = v128.load32_splat(p2, sizeof<T>());
      s20 = multiplyAdd(e2, d0, s20);
      s21 = multiplyAdd(e2, d1, s21);
      const e3 = v128.load32_splat(p3, sizeof<T>());
      s30 = multiplyAdd(e3, d0, s30);
      s31 = multiplyAdd(e3, d1, s31);
      const e4 = v128.load32_splat(p4, sizeof<T>());
      s40 = multiplyAdd(e4, d0, s40);
      s41 = multiplyAdd(e4, d1, s41);
      const e5 = v128.load32_splat(p5, sizeof<T>());
      s50 = multiplyAdd(e5, d0, s50);
      s51 = multiplyAdd(e5, d1, s51);
      p0 += 2 * sizeof<T>();
      p1 += 2 * sizeof<T>();
      p2 += 2 * sizeof<T>();
      p3 += 2 * sizeof<T>();
      p4 += 2 * sizeof<T>();
      p5 += 2 * sizeof<T>();
      b += 64;
    }
    p0 += jump;
    p1 += jump;
    p2 += jump;
    p3 += jump;
    p4 += jump;
    p5 += jump;
    b += odd * 32;
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
    s40 = f32x4.pmax(s40, floor);
    s41 = f32x4.pmax(s41, floor);
    s50 = f32x4.pmax(s50, floor);
    s51 = f32x4.pmax(s51, floor);
  }
  storeRow(c0, s00, s01, columns);
  storeRow(c1, s10, s11, columns);
  storeRow(c2, s20, s21, columns);
  storeRow(c3, s30, s31, columns);
  storeRow(c4, s40, s41, columns);
  storeRow(c5, s50, s51, columns);
}
