import { FinishMoments, MomentsOfGroups } from "./generated/fields";
import { loadSome, storeSome } from "./elements";
import { clearLanes, foldLanes, laneOf, layLanes } from "./lanes";
import { addRows, scaleRow } from "./rows";
import { claim, workspace } from "./share";
import { chunksOf, multiplyAdd } from "./simd";

// Each group of rows is summed in f32 over differences from a number of its own, near its mean, so that a
// mean far from 0 takes no digits from the variance. The groups are merged in f64, as in Chan, Golub and
// LeVeque, "Algorithms for computing the sample variance", 1983.

/** Rows whose mean is the number that a group's differences are taken from. */
const SAMPLE: i32 = 8;

/** What the workspace holds for each channel, see lanes.ts: the number, Σ (x − number) and Σ (x − number)². */
const NUMBERS: i32 = 3;

/** The number and the sums of each group and channel, in three rows of `sums`. */
export function momentsOfGroups(f: MomentsOfGroups): void {
  const table = workspace();
  const row = <usize>f.channels * 4;
  const length = <usize>f.length * 4;
  const grain = <usize>f.rowsPerGroup * row;
  const groups = chunksOf(f.length, f.rowsPerGroup * f.channels);
  const period = <usize>f.period * 4;
  for (let group = claim(groups); group >= 0; group = claim(groups)) {
    const begin = f.x + <usize>group * grain;
    const end = min(f.x + length, begin + grain);
    const to = f.sums + <usize>group * 3 * row;
    const rows = min(SAMPLE, <i32>((end - begin) / row));
    addRows(begin, to, rows, row);
    scaleRow(to, to, 1 / <f32>rows, row);
    layLanes(to, f.channels, table, NUMBERS, f.period);
    clearLanes(table + 16, NUMBERS, f.period);
    clearLanes(table + 32, NUMBERS, f.period);
    let x = begin;
    for (; x + 4 * period <= end; x += 4 * period) sumFour(x, table, period);
    for (; x + period <= end; x += period) sumOne(x, table, period);
    sumRest(x, table, end - x);
    foldLanes(table + 16, NUMBERS, f.period, to + row, f.channels);
    foldLanes(table + 32, NUMBERS, f.period, to + 2 * row, f.channels);
  }
}

/** Adds four periods to the sums. */
function sumFour(x: usize, table: usize, period: usize): void {
  const end = x + period;
  let x1 = x + period;
  let x2 = x1 + period;
  let x3 = x2 + period;
  for (; x < end; x += 16) {
    const number = v128.load(table);
    const d0 = f32x4.sub(v128.load(x), number);
    const d1 = f32x4.sub(v128.load(x1), number);
    const d2 = f32x4.sub(v128.load(x2), number);
    const d3 = f32x4.sub(v128.load(x3), number);
    const sum = f32x4.add(f32x4.add(d0, d1), f32x4.add(d2, d3));
    v128.store(table, f32x4.add(v128.load(table, 16), sum), 16);
    const even = multiplyAdd(d0, d0, f32x4.mul(d2, d2));
    const odd = multiplyAdd(d1, d1, f32x4.mul(d3, d3));
    v128.store(table, f32x4.add(v128.load(table, 32), f32x4.add(even, odd)), 32);
    x1 += 16;
    x2 += 16;
    x3 += 16;
    table += NUMBERS << 4;
  }
}

function sumOne(x: usize, table: usize, period: usize): void {
  for (let end = x + period; x < end; x += 16) {
    const distance = f32x4.sub(v128.load(x), v128.load(table));
    v128.store(table, f32x4.add(v128.load(table, 16), distance), 16);
    v128.store(table, multiplyAdd(distance, distance, v128.load(table, 32)), 32);
    table += NUMBERS << 4;
  }
}

/** Adds what does not fill a period. */
function sumRest(x: usize, table: usize, bytes: usize): void {
  for (let i = 0; <usize>i << 2 < bytes; i++) {
    const to = table + laneOf(i, NUMBERS);
    const distance = load<f32>(x + (<usize>i << 2)) - load<f32>(to);
    store<f32>(to, load<f32>(to, 16) + distance, 16);
    store<f32>(to, load<f32>(to, 32) + distance * distance, 32);
  }
}

/** Merges the groups, two channels at a time. */
export function finishMoments(f: FinishMoments): void {
  const pairs = chunksOf(f.channels, 2);
  const row = <usize>f.channels * 4;
  const groups = chunksOf(f.count, f.rowsPerGroup);
  for (let pair = claim(pairs); pair >= 0; pair = claim(pairs)) {
    const column = <usize>pair * 8;
    const bytes = min(8, row - column);
    const share = f64x2.splat(1 / <f64>f.count);
    let sum = f64x2.splat(0);
    for (let group = 0; group < groups; group++) {
      const from = f.sums + <usize>group * 3 * row + column;
      sum = f64x2.add(sum, f64x2.add(f64x2.mul(rowsOf(f, group), wide(from, bytes)), wide(from + row, bytes)));
    }
    const mean = f64x2.mul(sum, share);
    let squares = f64x2.splat(0);
    for (let group = 0; group < groups; group++) {
      const from = f.sums + <usize>group * 3 * row + column;
      // Σ (x − mean)² = Σ (x − number)² + distance · (2 · Σ (x − number) + rows · distance)
      const distance = f64x2.sub(wide(from, bytes), mean);
      const plain = wide(from + row, bytes);
      const twice = f64x2.add(plain, plain);
      const moved = f64x2.mul(distance, f64x2.add(twice, f64x2.mul(rowsOf(f, group), distance)));
      squares = f64x2.add(squares, f64x2.add(wide(from + 2 * row, bytes), moved));
    }
    const variance = f64x2.mul(squares, share);
    // A channel with an infinity has no mean, as it has no variance.
    const known = v128.or(mean, f64x2.ne(variance, variance));
    storeSome(f.mean + column, f32x4.demote_f64x2_zero(known), bytes);
    storeSome(f.variance + column, f32x4.demote_f64x2_zero(variance), bytes);
  }
}

// @ts-ignore: decorator
@inline
function rowsOf(f: FinishMoments, group: i32): v128 {
  return f64x2.splat(<f64>min(f.rowsPerGroup, f.count - group * f.rowsPerGroup));
}

/** Two floats, or one and a zero, as f64. */
// @ts-ignore: decorator
@inline
export function wide(address: usize, bytes: usize): v128 {
  return f64x2.promote_low_f32x4(loadSome(address, bytes));
}
