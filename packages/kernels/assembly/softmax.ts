import { Softmax, SoftmaxGrad } from "./generated/fields";
import { firstLanes, loadSome, storeSome } from "./elements";
import { exp4, prepareMath } from "./math";
import { endRow, firstRow, rowChunks, scaleRow, sumLanes } from "./rows";
import { claim } from "./share";
import { multiplyAdd } from "./simd";

/** y = e^(x − max) / Σ e^(x − max) for each row. */
export function softmax(f: Softmax): void {
  prepareMath();
  const bytes = <usize>f.width * 4;
  const chunks = rowChunks(f.rows, f.width);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = <usize>endRow(chunk, f.rows, f.width) * bytes;
    for (let i = <usize>firstRow(chunk, f.width) * bytes; i < end; i += bytes) {
      softmaxRow(f.x + i, f.y + i, rowMax(f.x + i, bytes), bytes);
    }
  }
}

/** dx = y · (dy − Σ dy · y) for each row. */
export function softmaxGrad(f: SoftmaxGrad): void {
  const bytes = <usize>f.width * 4;
  const chunks = rowChunks(f.rows, f.width);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = <usize>endRow(chunk, f.rows, f.width) * bytes;
    for (let row = <usize>firstRow(chunk, f.width) * bytes; row < end; row += bytes) {
      const y = f.y + row;
      const dy = f.dy + row;
      const dot = f32x4.splat(dotRow(y, dy, bytes));
      let i: usize = 0;
      for (; i + 16 <= bytes; i += 16) {
        const rest = f32x4.sub(v128.load(dy + i), dot);
        v128.store(f.dx + row + i, f32x4.mul(v128.load(y + i), rest));
      }
      if (i < bytes) {
        const rest = f32x4.sub(loadSome(dy + i, bytes - i), dot);
        storeSome(f.dx + row + i, f32x4.mul(loadSome(y + i, bytes - i), rest), bytes - i);
      }
    }
  }
}

/** Largest of `bytes / 4` floats, NaN left out where others are there. */
export function rowMax(x: usize, bytes: usize): f32 {
  let most = f32x4.splat(-Infinity);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) most = f32x4.pmax(most, v128.load(x + i));
  let max = greater(
    greater(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
    greater(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)),
  );
  for (; i < bytes; i += 4) max = greater(max, load<f32>(x + i));
  return max;
}

// @ts-ignore: decorator
@inline
function greater(a: f32, b: f32): f32 {
  return a < b ? b : a;
}

/** Softmax of one row whose largest element is known; returns Σ e^(x − max). */
export function softmaxRow(x: usize, y: usize, max: f32, bytes: usize): f32 {
  const largest = f32x4.splat(max);
  let sums = f32x4.splat(0);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    const e = exp4(f32x4.sub(v128.load(x + i), largest));
    v128.store(y + i, e);
    sums = f32x4.add(sums, e);
  }
  if (i < bytes) {
    const e = exp4(f32x4.sub(loadSome(x + i, bytes - i), largest));
    storeSome(y + i, e, bytes - i);
    sums = f32x4.add(sums, v128.and(e, firstLanes(bytes - i)));
  }
  const sum = sumLanes(sums);
  scaleRow(y, y, 1 / sum, bytes);
  return sum;
}

function dotRow(a: usize, b: usize, bytes: usize): f32 {
  let sums = f32x4.splat(0);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) sums = multiplyAdd(v128.load(a + i), v128.load(b + i), sums);
  let sum = sumLanes(sums);
  for (; i < bytes; i += 4) sum += load<f32>(a + i) * load<f32>(b + i);
  return sum;
}
