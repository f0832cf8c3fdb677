import { MaxPool2d, MaxPool2dHalves, MaxUnpool2d, MaxUnpool2dHalves } from "./generated/fields";
import { fillRow, rowChunks, firstRow, endRow } from "./rows";
import { claim } from "./share";

// The first of equal values wins, and the first NaN wins over all numbers. Winners are bytes.

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

/** All channels of one 2 × 2 window. */
// @ts-ignore: decorator
@inline
export function maxOfFour(
  a: usize,
  b: usize,
  c: usize,
  d: usize,
  y: usize,
  winner: usize,
  channels: i32,
): void {
  const floor = f32x4.splat(-Infinity);
  let sums = f32x4.splat(0);
  let channel: usize = 0;
  for (; channel + 4 <= <usize>channels; channel += 4) {
    const i = channel * 4;
    const a4 = v128.load(a + i);
    const b4 = v128.load(b + i);
    const c4 = v128.load(c + i);
    const d4 = v128.load(d + i);
    storePlaces(winner + channel, poolFour(a4, b4, c4, d4, y + i, floor));
    sums = f32x4.add(sums, f32x4.add(f32x4.add(a4, b4), f32x4.add(c4, d4)));
  }
  // Comparisons pass over NaN. Where there may have been one, all is done again.
  const first = v128.any_true(f32x4.ne(sums, sums)) ? 0 : channel;
  for (channel = first; channel < <usize>channels; channel++) {
    maxOfFourOne(a, b, c, d, y, winner, channel);
  }
}

/**
 * Stores the largest of four values and `floor`, and returns the place of the first that is this large; 0 if it is
 * the floor. There must be no NaN among them.
 */
// @ts-ignore: decorator
@inline
export function poolFour(a: v128, b: v128, c: v128, d: v128, y: usize, floor: v128): v128 {
  const top = f32x4.pmax(a, b), bottom = f32x4.pmax(c, d);
  const takeBottom = f32x4.gt(bottom, top);
  const most = f32x4.pmax(top, bottom);
  v128.store(y, f32x4.pmax(most, floor));
  // A mask is −1: the column is 0 or 1, the row adds 2.
  const column = v128.bitselect(f32x4.gt(d, c), f32x4.gt(b, a), takeBottom);
  const place = i32x4.neg(i32x4.add(column, i32x4.add(takeBottom, takeBottom)));
  return v128.and(place, f32x4.gt(most, floor));
}

/** Stores the largest of four values and `floor`, without a place. There must be no NaN among them. */
// @ts-ignore: decorator
@inline
export function storeMost(a: v128, b: v128, c: v128, d: v128, y: usize, floor: v128): void {
  v128.store(y, f32x4.pmax(f32x4.pmax(f32x4.pmax(a, b), f32x4.pmax(c, d)), floor));
}

/**
 * The same for any values, by way of 80 bytes at `window` where there is a NaN; writes the places, too, unless
 * `winner` is 0.
 */
// @ts-ignore: decorator
@inline
export function maxOfFourVectors(
  a: v128, b: v128, c: v128, d: v128, y: usize, winner: usize, floor: v128, window: usize,
): void {
  const sums = f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
  if (v128.any_true(f32x4.ne(sums, sums))) {
    const places = winner || window + 64;
    v128.store(window, f32x4.pmax(a, floor));
    v128.store(window, f32x4.pmax(b, floor), 16);
    v128.store(window, f32x4.pmax(c, floor), 32);
    v128.store(window, f32x4.pmax(d, floor), 48);
    for (let channel: usize = 0; channel < 4; channel++) {
      maxOfFourOne(window, window + 16, window + 32, window + 48, y, places, channel);
    }
    return;
  }
  if (winner) storePlaces(winner, poolFour(a, b, c, d, y, floor));
  else storeMost(a, b, c, d, y, floor);
}

/** One channel of a 2 × 2 window, NaN minded. */
function maxOfFourOne(
  a: usize,
  b: usize,
  c: usize,
  d: usize,
  y: usize,
  winner: usize,
  channel: usize,
): void {
  const i = channel * 4;
  let best = load<f32>(a + i);
  let place = 0;
  if (beats(load<f32>(b + i), best)) {
    best = load<f32>(b + i);
    place = 1;
  }
  if (beats(load<f32>(c + i), best)) {
    best = load<f32>(c + i);
    place = 2;
  }
  if (beats(load<f32>(d + i), best)) {
    best = load<f32>(d + i);
    place = 3;
  }
  store<f32>(y + i, best);
  store<u8>(winner + channel, <u8>place);
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
  const channels = <usize>f.channels;
  const cell = channels * 4;
  const nextRow = <usize>(f.width - width) * cell;
  const one = i32x4.splat(1);
  // From the last place in a row to the one before the first in the next.
  const skip = i32x4.splat(f.poolWidth - width);
  let sums = f32x4.splat(0);
  let channel: usize = 0;
  for (; channel + 4 <= channels; channel += 4) {
    let at = x + channel * 4;
    let best = f32x4.splat(-Infinity);
    let place = i32x4.splat(first);
    let winner = place;
    for (let row = 0; row < height; row++) {
      for (const end = at + <usize>width * cell; at < end; at += cell) {
        const value = v128.load(at);
        winner = v128.bitselect(place, winner, f32x4.gt(value, best));
        best = f32x4.pmax(best, value);
        sums = f32x4.add(sums, value);
        place = i32x4.add(place, one);
      }
      place = i32x4.add(place, skip);
      at += nextRow;
    }
    v128.store(f.y + (out + channel) * 4, best);
    storePlaces(f.winner + out + channel, winner);
  }
  // Comparisons pass over NaN. Where there may have been one, all is done again.
  const again = v128.any_true(f32x4.ne(sums, sums)) ? 0 : channel;
  for (channel = again; channel < channels; channel++) {
    maxOfWindowOne(f, x + channel * 4, out + channel, first, height, width);
  }
}

/** The same without winners. */
function mostOfWindow(f: MaxPool2d, x: usize, out: usize, height: i32, width: i32): void {
  const channels = <usize>f.channels;
  const cell = channels * 4, pitch = <usize>f.width * cell;
  let sums = f32x4.splat(0);
  let channel: usize = 0;
  for (; channel + 4 <= channels; channel += 4) {
    const top = x + channel * 4, bottom = top + <usize>height * pitch;
    let best = f32x4.splat(-Infinity);
    for (let row = top; row < bottom; row += pitch) {
      let left = width, at = row;
      for (; left >= 3; left -= 3) {
        const a = v128.load(at), b = v128.load(at + cell), c = v128.load(at + 2 * cell);
        best = f32x4.pmax(best, f32x4.pmax(f32x4.pmax(a, b), c));
        sums = f32x4.add(sums, f32x4.add(f32x4.add(a, b), c));
        at += 3 * cell;
      }
      for (; left > 0; left--) {
        const value = v128.load(at);
        best = f32x4.pmax(best, value);
        sums = f32x4.add(sums, value);
        at += cell;
      }
    }
    v128.store(f.y + (out + channel) * 4, best);
  }
  const again = v128.any_true(f32x4.ne(sums, sums)) ? 0 : channel;
  for (channel = again; channel < channels; channel++) {
    maxOfWindowOne(f, x + channel * 4, out + channel, 0, height, width);
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

/** Whether `value` is larger than `best`, or is NaN where `best` is none. */
// @ts-ignore: decorator
@inline
function beats(value: f32, best: f32): bool {
  return best == best && !(best >= value);
}

/** Stores eight places as bytes. */
// @ts-ignore: decorator
@inline
export function storeEightPlaces(winner: usize, low: v128, high: v128): void {
  const words = i16x8.narrow_i32x4_u(low, high);
  v128.store64_lane(winner, i8x16.narrow_i16x8_u(words, words), 0);
}

/** Stores four places as bytes. */
// @ts-ignore: decorator
@inline
function storePlaces(winner: usize, places: v128): void {
  const words = i16x8.narrow_i32x4_u(places, places);
  v128.store32_lane(winner, i8x16.narrow_i16x8_u(words, words), 0);
}

/** Four places from bytes. */
// @ts-ignore: decorator
@inline
export function loadPlaces(winner: usize): v128 {
  return i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(winner)));
}

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
