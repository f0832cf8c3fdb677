import { FinishMoments, MomentsOfGroups } from "./generated/fields";
import { loadSome, storeSome } from "./elements";
import { claim } from "./share";
import { chunksOf, multiplyAdd } from "./simd";

// Rows of x stand side by side in wide rows of `width` floats, whole cache lines, and a group of wide rows
// stays in the first-level cache. The mean and the squared deviations from it are taken group by group,
// one column at a time for each place in a wide row; then groups and places are merged as in
// Chan, Golub and LeVeque, "Algorithms for computing the sample variance", 1983.

/**
 * For each group and column, in three rows of `moments`: a mean, rounded, Σ (x − mean), which corrects it,
 * and Σ (x − mean)².
 */
export function momentsOfGroups(f: MomentsOfGroups): void {
  const pitch = <usize>f.width * 4;
  const groups = chunksOf(f.rows, f.rowsPerGroup);
  for (let group = claim(groups); group >= 0; group = claim(groups)) {
    const begin = group * f.rowsPerGroup;
    const rows = min(f.rowsPerGroup, f.rows - begin);
    momentsOfGroup(f.x + <usize>begin * pitch, f.moments + <usize>group * 3 * pitch, rows, pitch);
  }
}

/** The mean's sums are of differences from the first row, which are small where the mean is large. */
function momentsOfGroup(x: usize, moments: usize, rows: i32, pitch: usize): void {
  const size = <usize>rows * pitch;
  const share = f32x4.splat(1 / <f32>rows);
  for (let column: usize = 0; column < pitch; column += 64) {
    const begin = x + column;
    const end = begin + size;
    const to = moments + column;
    let mean0 = v128.load(begin);
    let mean1 = v128.load(begin, 16);
    let mean2 = v128.load(begin, 32);
    let mean3 = v128.load(begin, 48);
    let sum0 = f32x4.splat(0);
    let sum1 = f32x4.splat(0);
    let sum2 = f32x4.splat(0);
    let sum3 = f32x4.splat(0);
    for (let at = begin + pitch; at < end; at += pitch) {
      sum0 = f32x4.add(sum0, f32x4.sub(v128.load(at), mean0));
      sum1 = f32x4.add(sum1, f32x4.sub(v128.load(at, 16), mean1));
      sum2 = f32x4.add(sum2, f32x4.sub(v128.load(at, 32), mean2));
      sum3 = f32x4.add(sum3, f32x4.sub(v128.load(at, 48), mean3));
    }
    mean0 = multiplyAdd(sum0, share, mean0);
    mean1 = multiplyAdd(sum1, share, mean1);
    mean2 = multiplyAdd(sum2, share, mean2);
    mean3 = multiplyAdd(sum3, share, mean3);
    v128.store(to, mean0);
    v128.store(to, mean1, 16);
    v128.store(to, mean2, 32);
    v128.store(to, mean3, 48);
    sum0 = f32x4.splat(0);
    sum1 = f32x4.splat(0);
    sum2 = f32x4.splat(0);
    sum3 = f32x4.splat(0);
    let square0 = f32x4.splat(0);
    let square1 = f32x4.splat(0);
    let square2 = f32x4.splat(0);
    let square3 = f32x4.splat(0);
    for (let at = begin; at < end; at += pitch) {
      const x0 = f32x4.sub(v128.load(at), mean0);
      sum0 = f32x4.add(sum0, x0);
      square0 = multiplyAdd(x0, x0, square0);
      const x1 = f32x4.sub(v128.load(at, 16), mean1);
      sum1 = f32x4.add(sum1, x1);
      square1 = multiplyAdd(x1, x1, square1);
      const x2 = f32x4.sub(v128.load(at, 32), mean2);
      sum2 = f32x4.add(sum2, x2);
      square2 = multiplyAdd(x2, x2, square2);
      const x3 = f32x4.sub(v128.load(at, 48), mean3);
      sum3 = f32x4.add(sum3, x3);
      square3 = multiplyAdd(x3, x3, square3);
    }
    v128.store(to + pitch, sum0);
    v128.store(to + pitch, sum1, 16);
    v128.store(to + pitch, sum2, 32);
    v128.store(to + pitch, sum3, 48);
    v128.store(to + 2 * pitch, square0);
    v128.store(to + 2 * pitch, square1, 16);
    v128.store(to + 2 * pitch, square2, 32);
    v128.store(to + 2 * pitch, square3, 48);
  }
}

/** Merges groups, places and the rows of x that fill no wide row, two channels at a time, in f64. */
export function finishMoments(f: FinishMoments): void {
  const pairs = chunksOf(f.channels, 2);
  for (let pair = claim(pairs); pair >= 0; pair = claim(pairs)) {
    const column = <usize>pair * 8;
    const bytes = min(8, <usize>f.channels * 4 - column);
    const share = f64x2.splat(1 / <f64>f.count);
    const mean = f64x2.mul(sumAll(f, column, bytes), share);
    const variance = f64x2.mul(sumSquares(f, column, bytes, mean), share);
    // A channel with an infinity has no mean, as it has no variance.
    const known = v128.or(mean, f64x2.ne(variance, variance));
    storeSome(f.mean + column, f32x4.demote_f64x2_zero(known), bytes);
    storeSome(f.variance + column, f32x4.demote_f64x2_zero(variance), bytes);
  }
}

/** Σ x. */
function sumAll(f: FinishMoments, column: usize, bytes: usize): v128 {
  const pitch = <usize>f.width * 4;
  const row = <usize>f.channels * 4;
  let group = f.moments + column;
  let sum = f64x2.splat(0);
  for (let begin = 0; begin < f.rows; begin += f.rowsPerGroup) {
    const rows = f64x2.splat(<f64>min(f.rowsPerGroup, f.rows - begin));
    for (let place: usize = 0; place < pitch; place += row) {
      const correction = wide(group + pitch + place, bytes);
      sum = f64x2.add(sum, f64x2.add(f64x2.mul(rows, wide(group + place, bytes)), correction));
    }
    group += 3 * pitch;
  }
  const end = f.x + <usize>f.count * row;
  for (let at = f.x + <usize>f.rows * pitch; at < end; at += row) {
    sum = f64x2.add(sum, wide(at + column, bytes));
  }
  return sum;
}

/** Σ (x − mean)²; of a group whose own mean is `distance` off, Σ (x − own)² + distance · (2 · Σ (x − own) + rows · distance). */
function sumSquares(f: FinishMoments, column: usize, bytes: usize, mean: v128): v128 {
  const pitch = <usize>f.width * 4;
  const row = <usize>f.channels * 4;
  let group = f.moments + column;
  let sum = f64x2.splat(0);
  for (let begin = 0; begin < f.rows; begin += f.rowsPerGroup) {
    const rows = f64x2.splat(<f64>min(f.rowsPerGroup, f.rows - begin));
    for (let place: usize = 0; place < pitch; place += row) {
      const distance = f64x2.sub(wide(group + place, bytes), mean);
      const correction = wide(group + pitch + place, bytes);
      const twice = f64x2.add(correction, correction);
      const moved = f64x2.mul(distance, f64x2.add(twice, f64x2.mul(rows, distance)));
      sum = f64x2.add(sum, f64x2.add(wide(group + 2 * pitch + place, bytes), moved));
    }
    group += 3 * pitch;
  }
  const end = f.x + <usize>f.count * row;
  for (let at = f.x + <usize>f.rows * pitch; at < end; at += row) {
    const distance = f64x2.sub(wide(at + column, bytes), mean);
    sum = f64x2.add(sum, f64x2.mul(distance, distance));
  }
  return sum;
}

/** Two floats, or one and a zero, as f64. */
// @ts-ignore: decorator
@inline
export function wide(address: usize, bytes: usize): v128 {
  return f64x2.promote_low_f32x4(loadSome(address, bytes));
}
