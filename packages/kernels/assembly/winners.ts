// Which cell of a window is the largest: the first of equal values, and the first NaN before all numbers. Its place is
// kept as a byte, counted row by row.

/** Whether `value` is larger than `best`, or is NaN where `best` is none. */
// @ts-ignore: decorator
@inline
export function beats(value: f32, best: f32): bool {
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
export function storePlaces(winner: usize, places: v128): void {
  const words = i16x8.narrow_i32x4_u(places, places);
  v128.store32_lane(winner, i8x16.narrow_i16x8_u(words, words), 0);
}

/** Stores the first one, two or three places. */
export function storeSomePlaces(winner: usize, places: v128, count: usize): void {
  const words = i16x8.narrow_i32x4_u(places, places), bytes = i8x16.narrow_i16x8_u(words, words);
  v128.store8_lane(winner, bytes, 0);
  if (count > 1) v128.store8_lane(winner, bytes, 1, 1);
  if (count > 2) v128.store8_lane(winner, bytes, 2, 2);
}

/** Four places from bytes. */
// @ts-ignore: decorator
@inline
export function loadPlaces(winner: usize): v128 {
  return i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(winner)));
}
