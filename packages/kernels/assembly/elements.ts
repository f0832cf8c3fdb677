// Work on all elements of a tensor alike: chunks of elements, and the last few that fill no vector.
// Offsets are in bytes.

import { chunksOf } from "./simd";

/** Elements of a chunk: 32 KiB, the size of a first-level cache. */
export const GRAIN: i32 = 8192;

// @ts-ignore: decorator
@inline
export function elementChunks(length: i32): i32 {
  return chunksOf(length, GRAIN);
}

// @ts-ignore: decorator
@inline
export function chunkBegin(chunk: i32, grain: i32 = GRAIN): usize {
  return <usize>chunk * (<usize>grain * 4);
}

// @ts-ignore: decorator
@inline
export function chunkEnd(chunk: i32, length: i32, grain: i32 = GRAIN): usize {
  return min(<usize>length * 4, chunkBegin(chunk + 1, grain));
}

/** Elements of a chunk where a pattern repeats after `period` of them: whole periods, and about as many elements. */
// @ts-ignore: decorator
@inline
export function wholePeriods(period: i32): i32 {
  return chunksOf(GRAIN, period) * period;
}

/** The first 4, 8 or 12 bytes at an address, zeros behind them; nothing beyond is read. */
export function loadSome(address: usize, bytes: usize): v128 {
  if (bytes == 4) return v128.load32_zero(address);
  const two = v128.load64_zero(address);
  return bytes == 8 ? two : v128.load32_lane(address + 8, two, 2);
}

/** Stores the first 4, 8 or 12 bytes; nothing beyond is written. */
export function storeSome(address: usize, x: v128, bytes: usize): void {
  if (bytes == 4) {
    v128.store32_lane(address, x, 0);
    return;
  }
  v128.store64_lane(address, x, 0);
  if (bytes == 12) v128.store32_lane(address + 8, x, 2);
}

/** Four floats, or as many as there are in so many bytes, and zeros; nothing beyond is read. */
// @ts-ignore: decorator
@inline
export function some(address: usize, bytes: usize): v128 {
  return bytes >= 16 ? v128.load(address) : loadSome(address, bytes);
}

/** Stores four floats, or as many of the first as so many bytes have room for; nothing beyond is written. */
// @ts-ignore: decorator
@inline
export function put(address: usize, x: v128, bytes: usize): void {
  if (bytes >= 16) v128.store(address, x);
  else storeSome(address, x, bytes);
}

/** All bits of the lanes that the first 4, 8 or 12 bytes make up. */
// @ts-ignore: decorator
@inline
export function firstLanes(bytes: usize): v128 {
  return i32x4.lt_u(i32x4(0, 4, 8, 12), i32x4.splat(<i32>bytes));
}
