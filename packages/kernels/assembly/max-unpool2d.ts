// Gradients of max pooling: what is the slope of a window's result goes to the winner among its cells.

import { MaxUnpool2d, MaxUnpool2dHalves } from "./generated/fields";
import { firstCovering } from "./pool-windows";
import { fillRow, rowChunks, firstRow, endRow } from "./rows";
import { claim } from "./share";
import { loadPlaces } from "./winners";

/** Gradient of the 2 × 2 windows: every cell of a window gets dy or 0. */
export function maxUnpool2dHalves(f: MaxUnpool2dHalves): void {
  const cell = <usize>f.channels * 4;
  const inRow = <usize>f.width * cell;
  const outCells = f.outWidth * f.channels;
  const rows = f.batch * f.outHeight;
  const chunks = rowChunks(rows, outCells);
  // Cells that no window covers.
  const right = <usize>(f.width - 2 * f.outWidth) * cell;
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, rows, outCells);
    for (let row = firstRow(chunk, outCells); row < end; row++) {
      const outY = row % f.outHeight;
      let dx = f.dx + <usize>((row / f.outHeight) * f.height + outY * 2) * inRow;
      let dy = f.dy + <usize>row * <usize>outCells * 4;
      let winner = f.winner + <usize>row * <usize>outCells;
      for (let column = 0; column < f.outWidth; column++) {
        spreadOverFour(dy, winner, dx, dx + cell, dx + inRow, dx + inRow + cell, f.channels);
        dx += 2 * cell;
        dy += cell;
        winner += <usize>f.channels;
      }
      fillRow(dx, 0, right);
      fillRow(dx + inRow, 0, right);
      const below = f.height - 2 * f.outHeight;
      if (below > 0 && outY == f.outHeight - 1) {
        fillRow(dx + right + inRow, 0, <usize>below * inRow);
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function spreadOverFour(
  dy: usize,
  winner: usize,
  a: usize,
  b: usize,
  c: usize,
  d: usize,
  channels: i32,
): void {
  const two = i32x4.splat(2);
  let channel: usize = 0;
  for (; channel + 4 <= <usize>channels; channel += 4) {
    const i = channel * 4;
    const dy4 = v128.load(dy + i);
    const places = loadPlaces(winner + channel);
    // The low bit tells the column, the next one the row: both as masks.
    const column = i32x4.shr_s(i32x4.shl(places, 31), 31);
    const bottom = i32x4.ge_s(places, two);
    const upper = v128.andnot(dy4, bottom);
    const lower = v128.and(dy4, bottom);
    v128.store(a + i, v128.andnot(upper, column));
    v128.store(b + i, v128.and(upper, column));
    v128.store(c + i, v128.andnot(lower, column));
    v128.store(d + i, v128.and(lower, column));
  }
  for (; channel < <usize>channels; channel++) {
    const i = channel * 4;
    const place = load<u8>(winner + channel);
    const slope = load<f32>(dy + i);
    store<f32>(a + i, place == 0 ? slope : 0);
    store<f32>(b + i, place == 1 ? slope : 0);
    store<f32>(c + i, place == 2 ? slope : 0);
    store<f32>(d + i, place == 3 ? slope : 0);
  }
}

/**
 * Gradient of windows of any size. Each cell of dx gathers from the windows that cover it, in order, so
 * that nothing is added from two threads.
 */
export function maxUnpool2d(f: MaxUnpool2d): void {
  const inCells = f.width * f.channels;
  const rows = f.batch * f.height;
  const chunks = rowChunks(rows, inCells);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, rows, inCells);
    for (let row = firstRow(chunk, inCells); row < end; row++) maxUnpoolRow(f, row);
  }
}

function maxUnpoolRow(f: MaxUnpool2d, row: i32): void {
  const channels = <usize>f.channels, pitch = <usize>f.outWidth * channels;
  const window = f.poolWidth, stride = f.strideX, left = f.left, right = left + f.width;
  const y = (row % f.height) + f.top;
  const firstY = firstCovering(y, f.poolHeight, f.strideY), height = min(f.outHeight, y / f.strideY + 1) - firstY;
  const slopes = <usize>((row / f.height) * f.outHeight + firstY) * pitch;
  const place = (y - firstY * f.strideY) * window, nextRow = f.strideY * window;
  let firstX = firstCovering(left, window, stride), endX = min(f.outWidth, left / stride + 1);
  let dx = f.dx + <usize>(row * f.width) * channels * 4;
  for (let x = left; x < right; x++) {
    if (firstX * stride + window <= x) firstX++;
    if (endX * stride <= x && endX < f.outWidth) endX++;
    const out = slopes + <usize>firstX * channels, width = endX - firstX;
    if (height <= 0 || width <= 0) fillRow(dx, 0, channels * 4);
    else {
      const here = place + x - firstX * stride;
      gatherWins(f.dy + out * 4, f.winner + out, dx, channels, pitch, height, width, here, nextRow, stride);
    }
    dx += channels * 4;
  }
}

/**
 * dx = the sum of dy over `height` × `width` windows, where they have their winner: in the first at `place`, in the
 * next `step` before that, and so on, in the next row `nextRow` before.
 */
function gatherWins(
  dy: usize, winner: usize, dx: usize, channels: usize, pitch: usize,
  height: i32, width: i32, place: i32, nextRow: i32, step: i32,
): void {
  let channel: usize = 0;
  for (; channel + 16 <= channels; channel += 16) {
    let sum0 = f32x4.splat(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
    for (let row = 0; row < height; row++) {
      let at = channel + <usize>row * pitch, here = place - row * nextRow;
      for (let column = width; column > 0; column--) {
        const won = i8x16.eq(v128.load(winner + at), i8x16.splat(<i8>here));
        const low = i16x8.extend_low_i8x16_s(won), high = i16x8.extend_high_i8x16_s(won), slope = dy + at * 4;
        sum0 = f32x4.add(sum0, v128.and(v128.load(slope), i32x4.extend_low_i16x8_s(low)));
        sum1 = f32x4.add(sum1, v128.and(v128.load(slope, 16), i32x4.extend_high_i16x8_s(low)));
        sum2 = f32x4.add(sum2, v128.and(v128.load(slope, 32), i32x4.extend_low_i16x8_s(high)));
        sum3 = f32x4.add(sum3, v128.and(v128.load(slope, 48), i32x4.extend_high_i16x8_s(high)));
        at += channels;
        here -= step;
      }
    }
    const to = dx + channel * 4;
    v128.store(to, sum0);
    v128.store(to, sum1, 16);
    v128.store(to, sum2, 32);
    v128.store(to, sum3, 48);
  }
  for (; channel + 4 <= channels; channel += 4) {
    let sum = f32x4.splat(0);
    for (let row = 0; row < height; row++) {
      let at = channel + <usize>row * pitch, here = place - row * nextRow;
      for (let column = width; column > 0; column--) {
        const won = i32x4.eq(loadPlaces(winner + at), i32x4.splat(here));
        sum = f32x4.add(sum, v128.and(v128.load(dy + at * 4), won));
        at += channels;
        here -= step;
      }
    }
    v128.store(dx + channel * 4, sum);
  }
  for (; channel < channels; channel++) {
    let sum: f32 = 0;
    for (let row = 0; row < height; row++) {
      let at = channel + <usize>row * pitch, here = place - row * nextRow;
      for (let column = width; column > 0; column--) {
        if (load<u8>(winner + at) == here) sum += load<f32>(dy + at * 4);
        at += channels;
        here -= step;
      }
    }
    store<f32>(dx + channel * 4, sum);
  }
}
