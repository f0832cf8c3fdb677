import { Softmax, SoftmaxGrad } from "./generated/fields";
import { firstLanes, loadSome, storeSome } from "./elements";
import { giveRows, rowsAtOnce, takeRows } from "./four-rows";
import { exp4, prepareMath } from "./math";
import { endRow, firstRow, rowChunks, scaleRow, sumLanes } from "./rows";
import { claim, workspace } from "./share";
import { multiplyAdd } from "./simd";

/** y = e^(x − max) / Σ e^(x − max) for each row. The workspace holds four rows that are narrow. */
export function softmax(f: Softmax): void {
  prepareMath();
  const bytes = <usize>f.width * 4;
  const step = rowsAtOnce(f.width);
  const chunks = rowChunks(f.rows, f.width);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, f.rows, f.width);
    for (let row = firstRow(chunk, f.width); row < end; row += step) {
      const at = <usize>row * bytes;
      if (step == 1) softmaxRow(f.x + at, f.y + at, rowMax(f.x + at, bytes), bytes);
      else softmaxRows(f.x + at, f.y + at, min(step, end - row), f.width);
    }
  }
}

/** Softmax of up to four narrow rows. */
function softmaxRows(x: usize, y: usize, rows: i32, width: i32): void {
  takeRows(x, rows, width);
  const sums = exponentials(width, greatest(width));
  giveRows(y, rows, width, f32x4.div(f32x4.splat(1), sums));
}

/** Largest of each of the four rows in the workspace, NaN left out where others are there. */
export function greatest(width: i32): v128 {
  let most = f32x4.splat(-Infinity);
  for (let i: usize = 0; i < <usize>width << 4; i += 16) most = f32x4.pmax(most, v128.load(workspace() + i));
  return most;
}

/** Replaces each x of the four rows in the workspace by e^(x − max); returns their sums. */
export function exponentials(width: i32, max: v128): v128 {
  let sums = f32x4.splat(0);
  for (let i: usize = 0; i < <usize>width << 4; i += 16) {
    const e = exp4(f32x4.sub(v128.load(workspace() + i), max));
    v128.store(workspace() + i, e);
    sums = f32x4.add(sums, e);
  }
  return sums;
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
  const least = f32x4.splat(-Infinity);
  let most = least;
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) most = f32x4.pmax(most, v128.load(x + i));
  // Lanes are compared by pmax: a comparison of two numbers becomes a branch, which is often mispredicted.
  if (i < bytes) most = f32x4.pmax(most, v128.bitselect(loadSome(x + i, bytes - i), least, firstLanes(bytes - i)));
  most = f32x4.pmax(most, i32x4.shuffle(most, most, 2, 3, 0, 1));
  return f32x4.extract_lane(f32x4.pmax(most, i32x4.shuffle(most, most, 1, 0, 3, 2)), 0);
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
