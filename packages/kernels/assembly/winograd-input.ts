// Winograd's transform of the inputs: 6×6 pixels to 36 components, or fewer where a tile is narrow or low.

import { loadSome } from "./elements";
import { multiplyAdd } from "./simd";
import { nextPoint, rowAddress, TABLE } from "./winograd";

/** Six values times Bᵀ, to six places `step` apart. */
// @ts-ignore: decorator
@inline
function transformInput(
  d0: v128, d1: v128, d2: v128, d3: v128, d4: v128, d5: v128,
  c4: v128, m4: v128, m5: v128, c2: v128, m2: v128, to: usize, step: usize,
): void {
  v128.store(to, multiplyAdd(c4, d0, multiplyAdd(m5, d2, d4)));
  const even = multiplyAdd(m4, d2, d4), odd = multiplyAdd(m4, d1, d3);
  v128.store(to + step, f32x4.add(even, odd));
  v128.store(to + 2 * step, f32x4.sub(even, odd));
  const sum = f32x4.sub(d4, d2), difference = f32x4.sub(d3, d1);
  v128.store(to + 3 * step, multiplyAdd(c2, difference, sum));
  v128.store(to + 4 * step, multiplyAdd(m2, difference, sum));
  v128.store(to + 5 * step, multiplyAdd(c4, d1, multiplyAdd(m5, d3, d5)));
}

/** Four values for one or two outputs, to the places of the points 0, 1, −1 and ∞. */
// @ts-ignore: decorator
@inline
function transformNarrowInput(d0: v128, d1: v128, d2: v128, d3: v128, c4: v128, m3: v128, to: usize, step: usize): void {
  v128.store(to, f32x4.mul(c4, f32x4.sub(d0, d2)));
  v128.store(to + step, f32x4.mul(m3, f32x4.add(d1, d2)));
  v128.store(to + 2 * step, f32x4.mul(m3, f32x4.sub(d2, d1)));
  v128.store(to + 5 * step, f32x4.sub(d3, d1));
}

/**
 * Transforms the 6×6 pixels of an image from (top, left) on, zeros where it has none, for `rows` rows of `columns`
 * outputs. Four channels of component ξ go to `to` + ξ · plane; the next four `groupStep` bytes on.
 */
export function transformInputTile(
  workspace: usize, image: usize, height: i32, width: i32, channels: i32, top: i32, left: i32,
  rows: i32, columns: i32, to: usize, plane: usize, groupStep: usize,
): void {
  const high = rows > 2, wide = columns > 2;
  const pixel = <usize>channels * 4, first = image + <usize>((top * width + left) * channels) * 4;
  if (high && wide && top >= 0 && left >= 0 && top + 6 <= height && left + 6 <= width) {
    transformInside(workspace, first, pixel, <usize>width * pixel, channels, to, plane, groupStep);
  } else if (high && wide) {
    transformPixels(workspace, image, height, width, channels, top, left, true, true, to, plane, groupStep);
  } else {
    transformPixels(workspace, image, height, width, channels, top, left, high, wide, to, plane, groupStep);
  }
}

/** A whole tile of which every pixel is there: row by row, then column by column, without loops over these. */
function transformInside(
  workspace: usize, x: usize, pixel: usize, row: usize, channels: i32, to: usize, plane: usize, groupStep: usize,
): void {
  const table = workspace + TABLE;
  const c4 = v128.load32_splat(workspace), m4 = v128.load32_splat(workspace, 4);
  const m5 = v128.load32_splat(workspace, 8), c2 = v128.load32_splat(workspace, 12);
  const m2 = v128.load32_splat(workspace, 16);
  const down = 6 * plane;
  for (let group = channels; group > 0; group -= 4) {
    let from = x, into = to;
    transformSix(from, pixel, c4, m4, m5, c2, m2, table, 96);
    from += row;
    transformSix(from, pixel, c4, m4, m5, c2, m2, table + 16, 96);
    from += row;
    transformSix(from, pixel, c4, m4, m5, c2, m2, table + 32, 96);
    from += row;
    transformSix(from, pixel, c4, m4, m5, c2, m2, table + 48, 96);
    from += row;
    transformSix(from, pixel, c4, m4, m5, c2, m2, table + 64, 96);
    from += row;
    transformSix(from, pixel, c4, m4, m5, c2, m2, table + 80, 96);
    transformSix(table, 16, c4, m4, m5, c2, m2, into, down);
    into += plane;
    transformSix(table + 96, 16, c4, m4, m5, c2, m2, into, down);
    into += plane;
    transformSix(table + 192, 16, c4, m4, m5, c2, m2, into, down);
    into += plane;
    transformSix(table + 288, 16, c4, m4, m5, c2, m2, into, down);
    into += plane;
    transformSix(table + 384, 16, c4, m4, m5, c2, m2, into, down);
    into += plane;
    transformSix(table + 480, 16, c4, m4, m5, c2, m2, into, down);
    x += 16;
    to += groupStep;
  }
}

/** Six values, `step` bytes apart, times Bᵀ, to places `apart`. */
// @ts-ignore: decorator
@inline
function transformSix(
  from: usize, step: usize, c4: v128, m4: v128, m5: v128, c2: v128, m2: v128, to: usize, apart: usize,
): void {
  const d0 = v128.load(from), d1 = v128.load(from + step);
  from += 2 * step;
  const d2 = v128.load(from), d3 = v128.load(from + step);
  from += 2 * step;
  transformInput(d0, d1, d2, d3, v128.load(from), v128.load(from + step), c4, m4, m5, c2, m2, to, apart);
}

/** Bytes that `transformPaddedTile` needs for its copy. */
// @ts-ignore: decorator
@inline
export function patchBytes(channels: i32): usize {
  return <usize>((channels + 3) & ~3) * (36 * 4);
}

/** The same for channels that are no multiple of four, by way of a copy that has zeros behind those of each pixel. */
export function transformPaddedTile(
  workspace: usize, patch: usize, image: usize, height: i32, width: i32, channels: i32, top: i32, left: i32,
  rows: i32, columns: i32, to: usize, plane: usize, groupStep: usize,
): void {
  const begin = max(0, -left), end = min(6, width - left);
  const pixel = <usize>channels * 4, padded = (pixel + 15) & ~15;
  if (begin > 0 || end < 6 || top < 0 || top + 6 > height) memory.fill(patch, 0, 36 * padded);
  for (let row = max(0, -top); row < min(6, height - top); row++) {
    let from = image + <usize>(((top + row) * width + left + begin) * channels) * 4;
    let at = patch + <usize>(row * 6 + begin) * padded;
    for (let column = begin; column < end; column++) {
      let rest = pixel;
      for (; rest > 16; rest -= 16) {
        v128.store(at, v128.load(from));
        from += 16;
        at += 16;
      }
      v128.store(at, loadSome(from, rest));
      from += rest;
      at += 16;
    }
  }
  transformInputTile(workspace, patch, 6, 6, (channels + 3) & ~3, 0, 0, rows, columns, to, plane, groupStep);
}

/** Made anew for whole tiles, where both flags are constants: nothing of the choice is left in the loops. */
// @ts-ignore: decorator
@inline
function transformPixels(
  workspace: usize, image: usize, height: i32, width: i32, channels: i32, top: i32, left: i32,
  high: bool, wide: bool, to: usize, plane: usize, groupStep: usize,
): void {
  const table = workspace + TABLE;
  const c4 = v128.load32_splat(workspace), m4 = v128.load32_splat(workspace, 4);
  const m5 = v128.load32_splat(workspace, 8), c2 = v128.load32_splat(workspace, 12);
  const m2 = v128.load32_splat(workspace, 16), m3 = v128.load32_splat(workspace, 48);
  const pixel = <usize>channels * 4;
  const seen = wide ? 6 : 4;
  const begin = max(0, -left), end = min(seen, width - left);
  let r0 = rowAddress(workspace, image, height, width, channels, top, left);
  let r1 = rowAddress(workspace, image, height, width, channels, top + 1, left);
  let r2 = rowAddress(workspace, image, height, width, channels, top + 2, left);
  let r3 = rowAddress(workspace, image, height, width, channels, top + 3, left);
  let r4 = rowAddress(workspace, image, height, width, channels, top + 4, left);
  let r5 = rowAddress(workspace, image, height, width, channels, top + 5, left);
  if (begin > 0 || end < seen) memory.fill(table, 0, 36 * 16);
  for (let group = channels; group > 0; group -= 4) {
    for (let column = begin; column < end; column++) {
      const at = <usize>column * pixel, place = table + <usize>column * 16;
      const d0 = v128.load(r0 + at), d1 = v128.load(r1 + at), d2 = v128.load(r2 + at), d3 = v128.load(r3 + at);
      if (high) {
        transformInput(
          d0, d1, d2, d3, v128.load(r4 + at), v128.load(r5 + at), c4, m4, m5, c2, m2, place, 6 * 16,
        );
      } else {
        transformNarrowInput(d0, d1, d2, d3, c4, m3, place, 6 * 16);
      }
    }
    for (let row: usize = 0; row < 6; row = nextPoint(row, high)) {
      const from = table + row * (6 * 16), into = to + row * 6 * plane;
      const d0 = v128.load(from), d1 = v128.load(from, 16), d2 = v128.load(from, 32), d3 = v128.load(from, 48);
      if (wide) {
        transformInput(
          d0, d1, d2, d3, v128.load(from, 64), v128.load(from, 80), c4, m4, m5, c2, m2, into, plane,
        );
      } else {
        transformNarrowInput(d0, d1, d2, d3, c4, m3, into, plane);
      }
    }
    r0 += 16;
    r1 += 16;
    r2 += 16;
    r3 += 16;
    r4 += 16;
    r5 += 16;
    to += groupStep;
  }
}
