// Ten sums keep the multipliers nearly as busy as twelve, and fit without fused multiplication, too.

import { multiplyAdd } from "./simd";

/**
 * As tile4x8 with five rows that lie next to each other, for row counts such as a stem's 9 = 5 + 4, and
 * neither floor nor missing columns. Starting values and results are `iStep` and `cStep` bytes apart.
 */
// @ts-ignore: decorator
@inline
export function tile5x8(
  p: usize, aStep: usize, aJump: usize, b: usize, bStep: usize, run: i32, rows: i32,
  i: usize, iStep: usize, c: usize, cStep: usize,
): void {
  let s00 = v128.load(i), s01 = v128.load(i, 16);
  i += iStep;
  let s10 = v128.load(i), s11 = v128.load(i, 16);
  i += iStep;
  let s20 = v128.load(i), s21 = v128.load(i, 16);
  i += iStep;
  let s30 = v128.load(i), s31 = v128.load(i, 16);
  i += iStep;
  let s40 = v128.load(i), s41 = v128.load(i, 16);
  for (let row = rows; row > 0; row--) {
    for (let term = run; term > 0; term--) {
      const b0 = v128.load(b), b1 = v128.load(b, 16);
      const a0 = v128.load32_splat(p);
      s00 = multiplyAdd(a0, b0, s00);
      s01 = multiplyAdd(a0, b1, s01);
      const a1 = v128.load32_splat(p, 4);
      s10 = multiplyAdd(a1, b0, s10);
      s11 = multiplyAdd(a1, b1, s11);
      const a2 = v128.load32_splat(p, 8);
      s20 = multiplyAdd(a2, b0, s20);
      s21 = multiplyAdd(a2, b1, s21);
      const a3 = v128.load32_splat(p, 12);
      s30 = multiplyAdd(a3, b0, s30);
      s31 = multiplyAdd(a3, b1, s31);
      const a4 = v128.load32_splat(p, 16);
      s40 = multiplyAdd(a4, b0, s40);
      s41 = multiplyAdd(a4, b1, s41);
      p += aStep;
      b += bStep;
    }
    p += aJump;
  }
  v128.store(c, s00);
  v128.store(c, s01, 16);
  c += cStep;
  v128.store(c, s10);
  v128.store(c, s11, 16);
  c += cStep;
  v128.store(c, s20);
  v128.store(c, s21, 16);
  c += cStep;
  v128.store(c, s30);
  v128.store(c, s31, 16);
  c += cStep;
  v128.store(c, s40);
  v128.store(c, s41, 16);
}
