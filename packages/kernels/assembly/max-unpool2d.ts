// Gradients of max pooling: what is the slope of a window's result goes to the winner among its cells.

import { MaxUnpool2d, MaxUnpool2dHalves } from "./generated/fields";
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
  const channels = <usize>f.channels;
  const y = (row % f.height) + f.top;
  const firstY = max(0, (y - f.poolHeight + f.strideY) / f.strideY);
  const endY = min(f.outHeight, y / f.strideY + 1);
  const outImage = (row / f.height) * f.outHeight;
  for (let column = 0; column < f.width; column++) {
    const dx = f.dx + <usize>(row * f.width + column) * channels * 4;
    const x = column + f.left;
    const firstX = max(0, (x - f.poolWidth + f.strideX) / f.strideX);
    const endX = min(f.outWidth, x / f.strideX + 1);
    if (firstY >= endY || firstX >= endX) fillRow(dx, 0, channels * 4);
    let fresh = true;
    for (let outY = firstY; outY < endY; outY++) {
      for (let outX = firstX; outX < endX; outX++) {
        const out = <usize>((outImage + outY) * f.outWidth + outX) * channels;
        const place = (y - outY * f.strideY) * f.poolWidth + x - outX * f.strideX;
        if (fresh) setWhereWon(f.dy + out * 4, f.winner + out, place, dx, channels);
        else addWhereWon(f.dy + out * 4, f.winner + out, place, dx, channels);
        fresh = false;
      }
    }
  }
}

/** dx = dy in the channels whose winner this place is, else 0. */
function setWhereWon(dy: usize, winner: usize, place: i32, dx: usize, channels: usize): void {
  const places = i32x4.splat(place);
  let channel: usize = 0;
  for (; channel + 4 <= channels; channel += 4) {
    const won = i32x4.eq(loadPlaces(winner + channel), places);
    v128.store(dx + channel * 4, v128.and(v128.load(dy + channel * 4), won));
  }
  for (; channel < channels; channel++) {
    const won = load<u8>(winner + channel) == place;
    store<f32>(dx + channel * 4, won ? load<f32>(dy + channel * 4) : 0);
  }
}

/** dx += dy in the channels whose winner this place is. */
function addWhereWon(dy: usize, winner: usize, place: i32, dx: usize, channels: usize): void {
  const places = i32x4.splat(place);
  let channel: usize = 0;
  for (; channel + 4 <= channels; channel += 4) {
    const i = channel * 4;
    const won = i32x4.eq(loadPlaces(winner + channel), places);
    const share = v128.and(v128.load(dy + i), won);
    v128.store(dx + i, f32x4.add(v128.load(dx + i), share));
  }
  for (; channel < channels; channel++) {
    const i = channel * 4;
    if (load<u8>(winner + channel) != place) continue;
    store<f32>(dx + i, load<f32>(dx + i) + load<f32>(dy + i));
  }
}
