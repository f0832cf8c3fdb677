// Work on the rows over a tensor's last axis: chunks of whole rows, and sums along them.

import { GRAIN, loadSome, storeSome } from "./elements";
import { chunksOf } from "./simd";

/** Rows of a chunk, so many that it is worth fetching. */
// @ts-ignore: decorator
@inline
export function rowsPerChunk(width: i32): i32 {
  return max(1, GRAIN / max(1, width));
}

// @ts-ignore: decorator
@inline
export function rowChunks(rows: i32, width: i32): i32 {
  return chunksOf(rows, rowsPerChunk(width));
}

// @ts-ignore: decorator
@inline
export function firstRow(chunk: i32, width: i32): i32 {
  return chunk * rowsPerChunk(width);
}

// @ts-ignore: decorator
@inline
export function endRow(chunk: i32, rows: i32, width: i32): i32 {
  return min(rows, (chunk + 1) * rowsPerChunk(width));
}

/** Sum of the four lanes, in an order of its own. */
// @ts-ignore: decorator
@inline
export function sumLanes(x: v128): f32 {
  return (
    f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) +
    (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3))
  );
}

/** Bytes that are added up before their sum is added to the others: no addend meets a much larger sum. */
export const BLOCK: usize = 1024;

/** Sum of `bytes / 4` floats. */
export function sumRow(x: usize, bytes: usize): f32 {
  let sums = f32x4.splat(0);
  let i: usize = 0;
  for (; i + BLOCK <= bytes; i += BLOCK) sums = f32x4.add(sums, sumPairs(x + i, BLOCK));
  const pairs = (bytes - i) & ~31;
  let sum = sumLanes(f32x4.add(sums, sumPairs(x + i, pairs)));
  for (i += pairs; i < bytes; i += 4) sum += load<f32>(x + i);
  return sum;
}

/** Sums of every fourth float; `bytes` is a multiple of 32. */
// @ts-ignore: decorator
@inline
function sumPairs(x: usize, bytes: usize): v128 {
  let even = f32x4.splat(0);
  let odd = f32x4.splat(0);
  for (let i: usize = 0; i < bytes; i += 32) {
    even = f32x4.add(even, v128.load(x + i));
    odd = f32x4.add(odd, v128.load(x + i, 16));
  }
  return f32x4.add(even, odd);
}

/** Writes `bytes / 4` equal floats. */
export function fillRow(y: usize, value: f32, bytes: usize): void {
  const values = f32x4.splat(value);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) v128.store(y + i, values);
  for (; i < bytes; i += 4) store<f32>(y + i, value);
}

/** y = factor · x for `bytes / 4` floats; y may be x. */
export function scaleRow(x: usize, y: usize, factor: f32, bytes: usize): void {
  const factors = f32x4.splat(factor);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) v128.store(y + i, f32x4.mul(v128.load(x + i), factors));
  if (i < bytes) storeSome(y + i, f32x4.mul(loadSome(x + i, bytes - i), factors), bytes - i);
}

/** Fills `total` floats with a row of `width`, again and again. */
export function repeatRow(x: usize, width: i32, y: usize, total: i32): void {
  for (let i = 0; i < total; i++) {
    store<f32>(y + (<usize>i << 2), load<f32>(x + (<usize>(i % width) << 2)));
  }
}

/** y = the sum of `rows` rows of `pitch` bytes, 16 columns at a time and then 4. */
export function addRows(x: usize, y: usize, rows: i32, pitch: usize): void {
  const end = x + <usize>rows * pitch;
  let column: usize = 0;
  for (; column + 64 <= pitch; column += 64) {
    let sum0 = f32x4.splat(0);
    let sum1 = f32x4.splat(0);
    let sum2 = f32x4.splat(0);
    let sum3 = f32x4.splat(0);
    for (let at = x + column; at < end; at += pitch) {
      sum0 = f32x4.add(sum0, v128.load(at));
      sum1 = f32x4.add(sum1, v128.load(at, 16));
      sum2 = f32x4.add(sum2, v128.load(at, 32));
      sum3 = f32x4.add(sum3, v128.load(at, 48));
    }
    v128.store(y + column, sum0);
    v128.store(y + column, sum1, 16);
    v128.store(y + column, sum2, 32);
    v128.store(y + column, sum3, 48);
  }
  for (; column + 16 <= pitch; column += 16) {
    let sum = f32x4.splat(0);
    for (let at = x + column; at < end; at += pitch) sum = f32x4.add(sum, v128.load(at));
    v128.store(y + column, sum);
  }
  if (column == pitch) return;
  let sum = f32x4.splat(0);
  for (let at = x + column; at < end; at += pitch) {
    sum = f32x4.add(sum, loadSome(at, pitch - column));
  }
  storeSome(y + column, sum, pitch - column);
}
