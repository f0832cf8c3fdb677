// Philox 4×32-10 (Salmon et al. 2011), four blocks at once: lane l of word w belongs to block l.

import { threadIndex } from "./share";
import { veiled } from "./simd";

let words0: v128 = i64x2.splat(0);
let words1: v128 = i64x2.splat(0);
let words2: v128 = i64x2.splat(0);
let words3: v128 = i64x2.splat(0);

/** Upper halves of the 64-bit products of four pairs of unsigned numbers. */
// @ts-ignore: decorator
@inline
function multiplyHigh(a: v128, b: v128): v128 {
  const low = i64x2.extmul_low_i32x4_u(a, b);
  const high = i64x2.extmul_high_i32x4_u(a, b);
  return v128.shuffle<i32>(low, high, 1, 3, 5, 7);
}

/**
 * Computes blocks `block` … `block + 3` of counter (block, salt, 0, 0) under a key of two words; `blockWords`
 * gives them.
 */
export function philoxBlocks(block: i32, salt: i32, key0: i32, key1: i32): void {
  const veil = threadIndex() >> 31;
  const multiplier0 = veiled(0xd2511f53, veil);
  const multiplier1 = veiled(0xcd9e8d57, veil);
  const weyl0 = veiled(0x9e3779b9, veil);
  const weyl1 = veiled(0xbb67ae85, veil);
  let x0 = i32x4.add(i32x4.splat(block), i32x4(0, 1, 2, 3));
  let x1 = i32x4.splat(salt);
  let x2 = i32x4.splat(0);
  let x3 = i32x4.splat(0);
  let k0 = i32x4.splat(key0);
  let k1 = i32x4.splat(key1);
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(multiplier0, x0);
    const low0 = i32x4.mul(multiplier0, x0);
    const high1 = multiplyHigh(multiplier1, x2);
    const low1 = i32x4.mul(multiplier1, x2);
    x0 = v128.xor(v128.xor(high1, x1), k0);
    x1 = low1;
    x2 = v128.xor(v128.xor(high0, x3), k1);
    x3 = low0;
    k0 = i32x4.add(k0, weyl0);
    k1 = i32x4.add(k1, weyl1);
  }
  transpose(x0, x1, x2, x3);
}

/** From one vector for each word to one for each block. */
// @ts-ignore: decorator
@inline
function transpose(x0: v128, x1: v128, x2: v128, x3: v128): void {
  const low01 = v128.shuffle<i32>(x0, x1, 0, 4, 1, 5);
  const high01 = v128.shuffle<i32>(x0, x1, 2, 6, 3, 7);
  const low23 = v128.shuffle<i32>(x2, x3, 0, 4, 1, 5);
  const high23 = v128.shuffle<i32>(x2, x3, 2, 6, 3, 7);
  words0 = v128.shuffle<i64>(low01, low23, 0, 2);
  words1 = v128.shuffle<i64>(low01, low23, 1, 3);
  words2 = v128.shuffle<i64>(high01, high23, 0, 2);
  words3 = v128.shuffle<i64>(high01, high23, 1, 3);
}

/** The four words of one of the four blocks. */
// @ts-ignore: decorator
@inline
export function blockWords(block: i32): v128 {
  if (block == 0) return words0;
  if (block == 1) return words1;
  return block == 2 ? words2 : words3;
}
