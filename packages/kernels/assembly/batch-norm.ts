import { BatchNorm, BatchNormInputGrad, BatchNormSums, FinishBatchNormSums } from "./generated/fields";
import { GRAIN, loadSome, storeSome } from "./elements";
import { wide } from "./moments";
import { repeatRow } from "./rows";
import { claim, workspace } from "./share";
import { chunksOf, multiplyAdd } from "./simd";

// Statistics are `[channels]`, gamma and beta too, where they are there. `y` masks the gradients of a
// following ReLU: where it is not positive they are 0. It is absent without ReLU.

/**
 * y = max(floor, (x − mean) · gamma / √(variance + epsilon) + beta) along the last axis. The mean is
 * subtracted first: where it is large, x · scale + offset would be the difference of two large numbers.
 * The workspace holds three times `period` floats: mean, scale and beta, repeated.
 */
export function batchNorm(f: BatchNorm): void {
  const period = <usize>f.period * 4;
  const mean = workspace();
  const scale = mean + period;
  const beta = scale + period;
  repeatRow(f.mean, f.channels, mean, f.period);
  for (let i = 0; i < f.period; i++) {
    const channel = <usize>(i % f.channels) << 2;
    const at = <usize>i << 2;
    store<f32>(scale + at, scaleOf(f.gamma, f.variance, channel, f.epsilon));
    store<f32>(beta + at, f.beta ? load<f32>(f.beta + channel) : 0);
  }
  const floor = f32x4.splat(f.floor);
  const length = <usize>f.length * 4;
  const periods = chunksOf(GRAIN, f.period);
  const chunks = chunksOf(f.length, periods * f.period);
  const grain = <usize>periods * period;
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = min(length, <usize>(chunk + 1) * grain);
    for (let begin = <usize>chunk * grain; begin < end; begin += period) {
      const x = f.x + begin;
      const y = f.y + begin;
      const bytes = min(period, end - begin);
      let i: usize = 0;
      for (; i + 16 <= bytes; i += 16) {
        v128.store(y + i, normalised(v128.load(x + i), mean + i, period, floor));
      }
      if (i < bytes) {
        storeSome(y + i, normalised(loadSome(x + i, bytes - i), mean + i, period, floor), bytes - i);
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function normalised(x: v128, mean: usize, period: usize, floor: v128): v128 {
  const distance = f32x4.sub(x, v128.load(mean));
  const y = multiplyAdd(distance, v128.load(mean + period), v128.load(mean + 2 * period));
  return f32x4.pmax(y, floor);
}

/** gamma / √(variance + epsilon) of a channel. */
// @ts-ignore: decorator
@inline
function scaleOf(gamma: usize, variance: usize, channel: usize, epsilon: f32): f32 {
  return (gamma ? load<f32>(gamma + channel) : 1) / sqrt<f32>(load<f32>(variance + channel) + epsilon);
}

/**
 * For each group of wide rows (see moments.ts) and each column: Σ dy, and in the next row of `sums`
 * Σ dy · (x − mean). The workspace holds `width` floats: the mean, repeated.
 */
export function batchNormSums(f: BatchNormSums): void {
  const mean = workspace();
  repeatRow(f.mean, f.channels, mean, f.width);
  const pitch = <usize>f.width * 4;
  const groups = chunksOf(f.rows, f.rowsPerGroup);
  for (let group = claim(groups); group >= 0; group = claim(groups)) {
    const begin = group * f.rowsPerGroup;
    const rows = min(f.rowsPerGroup, f.rows - begin);
    const first = <usize>begin * pitch;
    const sums = f.sums + <usize>group * 2 * pitch;
    if (f.y) sumMaskedGroup(f.x + first, f.dy + first, f.y + first, mean, sums, rows, pitch);
    else sumGroup(f.x + first, f.dy + first, mean, sums, rows, pitch);
  }
}

function sumGroup(x: usize, dy: usize, mean: usize, sums: usize, rows: i32, pitch: usize): void {
  sumRowsOf(x, dy, 0, mean, sums, rows, pitch, false);
}

function sumMaskedGroup(x: usize, dy: usize, y: usize, mean: usize, sums: usize, rows: i32, pitch: usize): void {
  sumRowsOf(x, dy, y, mean, sums, rows, pitch, true);
}

// @ts-ignore: decorator
@inline
function sumRowsOf(
  x: usize, dy: usize, y: usize, mean: usize, sums: usize, rows: i32, pitch: usize, masked: bool,
): void {
  const size = <usize>rows * pitch;
  for (let column: usize = 0; column < pitch; column += 64) {
    const mean0 = v128.load(mean + column);
    const mean1 = v128.load(mean + column, 16);
    const mean2 = v128.load(mean + column, 32);
    const mean3 = v128.load(mean + column, 48);
    let plain0 = f32x4.splat(0);
    let plain1 = f32x4.splat(0);
    let plain2 = f32x4.splat(0);
    let plain3 = f32x4.splat(0);
    let times0 = f32x4.splat(0);
    let times1 = f32x4.splat(0);
    let times2 = f32x4.splat(0);
    let times3 = f32x4.splat(0);
    const end = column + size;
    for (let at = column; at < end; at += pitch) {
      const dy0 = passed(dy + at, y + at, masked);
      plain0 = f32x4.add(plain0, dy0);
      times0 = multiplyAdd(dy0, f32x4.sub(v128.load(x + at), mean0), times0);
      const dy1 = passed(dy + at + 16, y + at + 16, masked);
      plain1 = f32x4.add(plain1, dy1);
      times1 = multiplyAdd(dy1, f32x4.sub(v128.load(x + at, 16), mean1), times1);
      const dy2 = passed(dy + at + 32, y + at + 32, masked);
      plain2 = f32x4.add(plain2, dy2);
      times2 = multiplyAdd(dy2, f32x4.sub(v128.load(x + at, 32), mean2), times2);
      const dy3 = passed(dy + at + 48, y + at + 48, masked);
      plain3 = f32x4.add(plain3, dy3);
      times3 = multiplyAdd(dy3, f32x4.sub(v128.load(x + at, 48), mean3), times3);
    }
    const to = sums + column;
    v128.store(to, plain0);
    v128.store(to, plain1, 16);
    v128.store(to, plain2, 32);
    v128.store(to, plain3, 48);
    v128.store(to + pitch, times0);
    v128.store(to + pitch, times1, 16);
    v128.store(to + pitch, times2, 32);
    v128.store(to + pitch, times3, 48);
  }
}

/** dy, behind the mask if there is one. */
// @ts-ignore: decorator
@inline
function passed(dy: usize, y: usize, masked: bool): v128 {
  if (!masked) return v128.load(dy);
  return v128.and(v128.load(dy), f32x4.gt(v128.load(y), f32x4.splat(0)));
}

/** Adds up groups, places and the rows that fill no wide row: dbeta = Σ dy, dgamma = Σ dy · (x − mean) / √(variance + epsilon). */
export function finishBatchNormSums(f: FinishBatchNormSums): void {
  const pairs = chunksOf(f.channels, 2);
  for (let pair = claim(pairs); pair >= 0; pair = claim(pairs)) {
    const column = <usize>pair * 8;
    const bytes = min(8, <usize>f.channels * 4 - column);
    const pitch = <usize>f.width * 4;
    const row = <usize>f.channels * 4;
    const groups = chunksOf(f.rows, f.rowsPerGroup);
    let plain = f64x2.splat(0);
    let times = f64x2.splat(0);
    for (let group = 0; group < groups; group++) {
      const sums = f.sums + <usize>group * 2 * pitch + column;
      for (let place: usize = 0; place < pitch; place += row) {
        plain = f64x2.add(plain, wide(sums + place, bytes));
        times = f64x2.add(times, wide(sums + pitch + place, bytes));
      }
    }
    const mean = wide(f.mean + column, bytes);
    const end = <usize>f.count * row;
    for (let at = <usize>f.rows * pitch + column; at < end; at += row) {
      let dy = loadSome(f.dy + at, bytes);
      if (f.y) dy = v128.and(dy, f32x4.gt(loadSome(f.y + at, bytes), f32x4.splat(0)));
      const addend = f64x2.promote_low_f32x4(dy);
      plain = f64x2.add(plain, addend);
      times = f64x2.add(times, f64x2.mul(addend, f64x2.sub(wide(f.x + at, bytes), mean)));
    }
    const deviation = f64x2.sqrt(f64x2.add(wide(f.variance + column, bytes), f64x2.splat(<f64>f.epsilon)));
    storeSome(f.dbeta + column, f32x4.demote_f64x2_zero(plain), bytes);
    storeSome(f.dgamma + column, f32x4.demote_f64x2_zero(f64x2.div(times, deviation)), bytes);
  }
}

/**
 * dx = gamma / deviation · (dy − dbeta / count − (x − mean) / deviation · dgamma / count), the deviation
 * being √(variance + epsilon). The workspace holds four times `period` floats: the mean, and the factors
 * of dy, 1 and x − mean, repeated.
 */
export function batchNormInputGrad(f: BatchNormInputGrad): void {
  const period = <usize>f.period * 4;
  const factors = workspace();
  repeatRow(f.mean, f.channels, factors, f.period);
  const share: f32 = -1 / <f32>f.count;
  for (let i = 0; i < f.period; i++) {
    const channel = <usize>(i % f.channels) << 2;
    const at = factors + (<usize>i << 2);
    const scale = scaleOf(f.gamma, f.variance, channel, f.epsilon);
    store<f32>(at + period, scale);
    store<f32>(at + 2 * period, scale * share * load<f32>(f.dbeta + channel));
    const slope = share * load<f32>(f.dgamma + channel) * scaleOf(0, f.variance, channel, f.epsilon);
    store<f32>(at + 3 * period, scale * slope);
  }
  const length = <usize>f.length * 4;
  const periods = chunksOf(GRAIN, f.period);
  const chunks = chunksOf(f.length, periods * f.period);
  const grain = <usize>periods * period;
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = min(length, <usize>(chunk + 1) * grain);
    for (let begin = <usize>chunk * grain; begin < end; begin += period) {
      const bytes = min(period, end - begin);
      if (f.y) maskedInputGrad(f, begin, bytes, factors, period);
      else plainInputGrad(f, begin, bytes, factors, period);
    }
  }
}

function plainInputGrad(f: BatchNormInputGrad, begin: usize, bytes: usize, factors: usize, period: usize): void {
  inputGrad(f, begin, bytes, factors, period, false);
}

function maskedInputGrad(f: BatchNormInputGrad, begin: usize, bytes: usize, factors: usize, period: usize): void {
  inputGrad(f, begin, bytes, factors, period, true);
}

// @ts-ignore: decorator
@inline
function inputGrad(
  f: BatchNormInputGrad, begin: usize, bytes: usize, factors: usize, period: usize, masked: bool,
): void {
  const x = f.x + begin;
  const dy = f.dy + begin;
  const y = f.y + begin;
  const dx = f.dx + begin;
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    const through = passed(dy + i, y + i, masked);
    v128.store(dx + i, combined(v128.load(x + i), through, factors + i, period));
  }
  if (i == bytes) return;
  let through = loadSome(dy + i, bytes - i);
  if (masked) through = v128.and(through, f32x4.gt(loadSome(y + i, bytes - i), f32x4.splat(0)));
  storeSome(dx + i, combined(loadSome(x + i, bytes - i), through, factors + i, period), bytes - i);
}

// @ts-ignore: decorator
@inline
function combined(x: v128, dy: v128, factors: usize, period: usize): v128 {
  const distance = f32x4.sub(x, v128.load(factors));
  const level = multiplyAdd(dy, v128.load(factors + period), v128.load(factors + 2 * period));
  return multiplyAdd(distance, v128.load(factors + 3 * period), level);
}
