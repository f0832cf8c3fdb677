// The largest of the four cells of a 2 × 2 window.

import { beats, storePlaces } from "./winners";

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
