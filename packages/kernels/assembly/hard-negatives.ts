import { some } from "./elements";
import { HardNegatives } from "./generated/fields";
import { endRow, firstRow, rowChunks } from "./rows";
import { claim } from "./share";

/**
 * mask = 1 where `positives` is above 0, and where a loss is among the largest of the others in its row: `ratio` of
 * them for each positive, and those that tie with the last; else 0.
 */
export function hardNegatives(f: HardNegatives): void {
  const chunks = rowChunks(f.rows, f.width);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, f.rows, f.width);
    for (let row = firstRow(chunk, f.width); row < end; row++) {
      const from = <usize>row * <usize>f.width * 4;
      maskRow(f.losses + from, f.positives + from, f.mask + from, f.width, f.ratio);
    }
  }
}

function maskRow(losses: usize, positives: usize, mask: usize, width: i32, ratio: i32): void {
  const bytes = <usize>width * 4;
  let positive = 0;
  for (let i: usize = 0; i < bytes; i += 4) positive += i32(load<f32>(positives + i) > 0);
  const wanted = min(ratio * positive, width - positive);
  const least = wanted > 0 ? leastOf(losses, positives, bytes, wanted) : i32.MAX_VALUE;
  for (let i: usize = 0; i < bytes; i += 4) {
    const taken = load<f32>(positives + i) > 0 || keyAt(losses + i) >= least;
    store<f32>(mask + i, taken ? 1 : 0);
  }
}

/** The largest key that so many negatives have or exceed, bit by bit from the highest. */
function leastOf(losses: usize, positives: usize, bytes: usize, wanted: i32): i32 {
  let least = 0;
  for (let bit = 1 << 30; bit > 0 && least < INFINITY_KEY; bit >>= 1) {
    const tried = least | bit;
    if (countFrom(reinterpret<f32>(tried), losses, positives, bytes) >= wanted) least = tried;
  }
  if (least < INFINITY_KEY) return least;
  let nans = 0;
  for (let i: usize = 0; i < bytes; i += 4) {
    nans += i32(!(load<f32>(positives + i) > 0)) & i32(keyAt(losses + i) == NAN_KEY);
  }
  return nans >= wanted ? NAN_KEY : least;
}

/** How many negatives have a loss that is not below `least`, which is above 0; a NaN is below nothing. */
function countFrom(least: f32, losses: usize, positives: usize, bytes: usize): i32 {
  const from = f32x4.splat(least), zero = f32x4.splat(0);
  let others = i32x4.splat(0);
  let i: usize = 0;
  for (; i < bytes; i += 16) {
    const isPositive = f32x4.gt(some(positives + i, bytes - i), zero);
    const isBelow = f32x4.lt(some(losses + i, bytes - i), from);
    others = i32x4.sub(others, v128.or(isPositive, isBelow));
  }
  // What is behind the last of them is 0, and so counts among the others as well.
  const pairs = i32x4.add(others, v128.shuffle<i32>(others, others, 2, 3, 0, 1));
  return <i32>(i >> 2) - i32x4.extract_lane(pairs, 0) - i32x4.extract_lane(pairs, 1);
}

const INFINITY_KEY: i32 = 0x7f800000;
/** Any NaN's, behind that of infinity; its own bits may have a sign. */
const NAN_KEY: i32 = 0x7fc00000;

/** Bits of floats that are not negative are in the floats' order; what is negative counts as 0. */
// @ts-ignore: decorator
@inline
function keyAt(loss: usize): i32 {
  const x = load<f32>(loss);
  return x == x ? max(0, reinterpret<i32>(x)) : NAN_KEY;
}
