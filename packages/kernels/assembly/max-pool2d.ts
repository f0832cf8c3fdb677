import { MaxPool2d, MaxPool2dHalves } from "./generated/fields";
import { put, some } from "./elements";
import { maxOfFour } from "./max-of-four";
import { rowChunks, firstRow, endRow } from "./rows";
import { claim } from "./share";
import { veiled } from "./simd";
import { beats, storePlaces, storeSomePlaces } from "./winners";

/** Windows of 2 × 2 cells side by side, no padding. */
export function maxPool2dHalves(f: MaxPool2dHalves): void {
  const cell = <usize>f.channels * 4;
  const inRow = <usize>f.width * cell;
  const outCells = f.outWidth * f.channels;
  const rows = f.batch * f.outHeight;
  const chunks = rowChunks(rows, outCells);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, rows, outCells);
    for (let row = firstRow(chunk, outCells); row < end; row++) {
      const image = row / f.outHeight;
      let x = f.x + <usize>(image * f.height + (row % f.outHeight) * 2) * inRow;
      let y = f.y + <usize>row * <usize>outCells * 4;
      let winner = f.winner + <usize>row * <usize>outCells;
      for (let column = 0; column < f.outWidth; column++) {
        maxOfFour(x, x + cell, x + inRow, x + inRow + cell, y, winner, f.channels);
        x += 2 * cell;
        y += cell;
        winner += <usize>f.channels;
      }
    }
  }
}

/** Windows of any size, padding cells left out. Winners that nobody asks for are 0, and not written. */
export function maxPool2d(f: MaxPool2d): void {
  const outCells = f.outWidth * f.channels;
  const rows = f.batch * f.outHeight;
  const work = outCells * f.poolHeight * f.poolWidth;
  const chunks = rowChunks(rows, work);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, rows, work);
    for (let row = firstRow(chunk, work); row < end; row++) maxPoolRow(f, row);
  }
}

function maxPoolRow(f: MaxPool2d, row: i32): void {
  const top = (row % f.outHeight) * f.strideY - f.top;
  const firstY = max(0, -top);
  const endY = min(f.poolHeight, f.height - top);
  const imageCells = <usize>(row / f.outHeight) * <usize>f.height * <usize>f.width;
  const image = f.x + imageCells * <usize>f.channels * 4;
  for (let column = 0; column < f.outWidth; column++) {
    const left = column * f.strideX - f.left;
    const firstX = max(0, -left);
    const endX = min(f.poolWidth, f.width - left);
    const out = <usize>(row * f.outWidth + column) * <usize>f.channels;
    const x = image + (<usize>((top + firstY) * f.width + left + firstX) * <usize>f.channels) * 4;
    const place = firstY * f.poolWidth + firstX;
    if (f.winner) maxOfWindow(f, x, out, place, endY - firstY, endX - firstX);
    else mostOfWindow(f, x, out, endY - firstY, endX - firstX);
  }
}

/** All channels of one window of `height` × `width` cells; the first is at x and has this place. */
function maxOfWindow(f: MaxPool2d, x: usize, out: usize, first: i32, height: i32, width: i32): void {
  const channels = <usize>f.channels, rest = channels & 3, whole = channels - rest;
  const cell = channels * 4, pitch = <usize>f.width * cell, skip = f.poolWidth - width;
  const y = f.y + out * 4, winner = f.winner + out;
  let sums = f32x4.splat(0), i: usize = 0;
  for (; i < whole; i += 4) {
    sums = f32x4.add(sums, maxOfSome(x + i * 4, y + i * 4, winner + i, 4, cell, pitch, first, skip, height, width));
  }
  if (rest) {
    sums = f32x4.add(sums, maxOfSome(x + i * 4, y + i * 4, winner + i, rest, cell, pitch, first, skip, height, width));
  }
  if (v128.any_true(f32x4.ne(sums, sums))) maxOfWindowWithNaN(f, x, out, first, height, width);
}

/**
 * Up to four channels of a window. Returns sums that are NaN where one of the values is. From the last place in a row
 * it is `skip` places to the one before the first in the next.
 */
// @ts-ignore: decorator
@inline
function maxOfSome(
  x: usize, y: usize, winners: usize, channels: usize, cell: usize, pitch: usize,
  first: i32, skip: i32, height: i32, width: i32,
): v128 {
  const bytes = channels * 4, nextRow = pitch - <usize>width * cell, skips = i32x4.splat(skip);
  const one = veiled(1, first & ~0xff), two = i32x4.add(one, one), three = i32x4.add(two, one);
  let best = f32x4.splat(-Infinity), sums = f32x4.splat(0);
  let place = i32x4.splat(first), winner = place;
  for (let row = height; row > 0; row--) {
    let left = width;
    for (; left >= 3; left -= 3) {
      const a = some(x, bytes), b = some(x + cell, bytes), c = some(x + 2 * cell, bytes);
      const most = f32x4.pmax(a, b), all = f32x4.pmax(most, c);
      const column = i32x4.max_s(v128.and(f32x4.gt(b, a), one), v128.and(f32x4.gt(c, most), two));
      winner = v128.bitselect(i32x4.add(place, column), winner, f32x4.gt(all, best));
      best = f32x4.pmax(best, all);
      sums = f32x4.add(sums, f32x4.add(f32x4.add(a, b), c));
      place = i32x4.add(place, three);
      x += 3 * cell;
    }
    for (; left > 0; left--) {
      const value = some(x, bytes);
      winner = v128.bitselect(place, winner, f32x4.gt(value, best));
      best = f32x4.pmax(best, value);
      sums = f32x4.add(sums, value);
      place = i32x4.add(place, one);
      x += cell;
    }
    place = i32x4.add(place, skips);
    x += nextRow;
  }
  put(y, best, bytes);
  if (channels == 4) storePlaces(winners, winner);
  else storeSomePlaces(winners, winner, channels);
  return sums;
}

/** The same without winners. */
function mostOfWindow(f: MaxPool2d, x: usize, out: usize, height: i32, width: i32): void {
  const cell = <usize>f.channels * 4, pitch = <usize>f.width * cell, y = f.y + out * 4;
  let sums = f32x4.splat(0), i: usize = 0;
  for (; i + 64 <= cell; i += 64) sums = f32x4.add(sums, mostOfSixteen(x + i, y + i, cell, pitch, height, width));
  for (; i + 16 <= cell; i += 16) sums = f32x4.add(sums, mostOfSome(x + i, y + i, 16, cell, pitch, height, width));
  if (i < cell) sums = f32x4.add(sums, mostOfSome(x + i, y + i, cell - i, cell, pitch, height, width));
  if (v128.any_true(f32x4.ne(sums, sums))) maxOfWindowWithNaN(f, x, out, 0, height, width);
}

/** Sixteen channels of a window, in one loop over its cells. Returns sums as `maxOfSome` does. */
// @ts-ignore: decorator
@inline
function mostOfSixteen(x: usize, y: usize, cell: usize, pitch: usize, height: i32, width: i32): v128 {
  const rowBytes = <usize>width * cell;
  let best0 = f32x4.splat(-Infinity), best1 = best0, best2 = best0, best3 = best0, sums = f32x4.splat(0);
  for (let row = x, bottom = x + <usize>height * pitch; row < bottom; row += pitch) {
    for (let at = row; at < row + rowBytes; at += cell) {
      const a = v128.load(at), b = v128.load(at, 16), c = v128.load(at, 32), d = v128.load(at, 48);
      best0 = f32x4.pmax(best0, a);
      best1 = f32x4.pmax(best1, b);
      best2 = f32x4.pmax(best2, c);
      best3 = f32x4.pmax(best3, d);
      sums = f32x4.add(sums, f32x4.add(f32x4.add(a, b), f32x4.add(c, d)));
    }
  }
  v128.store(y, best0);
  v128.store(y, best1, 16);
  v128.store(y, best2, 32);
  v128.store(y, best3, 48);
  return sums;
}

/** Up to four channels. */
// @ts-ignore: decorator
@inline
function mostOfSome(x: usize, y: usize, bytes: usize, cell: usize, pitch: usize, height: i32, width: i32): v128 {
  let best = f32x4.splat(-Infinity), sums = f32x4.splat(0);
  for (let row = x, bottom = x + <usize>height * pitch; row < bottom; row += pitch) {
    let left = width, at = row;
    for (; left >= 3; left -= 3) {
      const a = some(at, bytes), b = some(at + cell, bytes), c = some(at + 2 * cell, bytes);
      best = f32x4.pmax(best, f32x4.pmax(f32x4.pmax(a, b), c));
      sums = f32x4.add(sums, f32x4.add(f32x4.add(a, b), c));
      at += 3 * cell;
    }
    for (; left > 0; left--) {
      const value = some(at, bytes);
      best = f32x4.pmax(best, value);
      sums = f32x4.add(sums, value);
      at += cell;
    }
  }
  put(y, best, bytes);
  return sums;
}

/** Comparisons pass over NaN. Where there may have been one, all channels are done again, one by one. */
function maxOfWindowWithNaN(f: MaxPool2d, x: usize, out: usize, first: i32, height: i32, width: i32): void {
  for (let channel: usize = 0; channel < <usize>f.channels; channel++) {
    maxOfWindowOne(f, x + channel * 4, out + channel, first, height, width);
  }
}

/** One channel of a window, NaN minded. */
function maxOfWindowOne(f: MaxPool2d, x: usize, out: usize, first: i32, height: i32, width: i32): void {
  const cell = <usize>f.channels * 4;
  const nextRow = <usize>(f.width - width) * cell;
  let at = x;
  let best = load<f32>(at);
  let winner = first;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      if (beats(load<f32>(at), best)) {
        best = load<f32>(at);
        winner = first + row * f.poolWidth + column;
      }
      at += cell;
    }
    at += nextRow;
  }
  store<f32>(f.y + out * 4, best);
  if (f.winner) store<u8>(f.winner + out, <u8>winner);
}
