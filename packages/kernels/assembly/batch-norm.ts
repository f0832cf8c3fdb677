import { BatchNorm, BatchNormInputGrad, BatchNormSums, FinishBatchNormSums } from "./generated/fields";
import { chunkBegin, chunkEnd, loadSome, storeSome, wholePeriods } from "./elements";
import { clearLanes, foldLanes, laneOf, layLanes, repeatLanes } from "./lanes";
import { wide } from "./moments";
import { claim, workspace } from "./share";
import { chunksOf, multiplyAdd } from "./simd";

// Statistics are `[channels]`, gamma and beta too, where they are there. `masked` is for a ReLU that follows: where
// the result is not positive, gradients are 0. It is computed once more, since memory has the rest to bring anyway.
// What a kernel needs to know of each channel it lays into its workspace, see lanes.ts.

/** Mean, scale and beta. */
export const FORWARD: i32 = 3;

/**
 * y = max(floor, (x − mean) · gamma / √(variance + epsilon) + beta + residual) along the last axis. The mean is
 * subtracted first: where it is large, x · scale + offset would be the difference of two large numbers. There
 * may be no residual.
 */
export function batchNorm(f: BatchNorm): void {
  const table = workspace();
  layLanes(f.mean, f.channels, table, FORWARD, f.period);
  for (let i = 0; i < f.channels; i++) {
    const channel = <usize>i << 2;
    const at = table + laneOf(i, FORWARD);
    store<f32>(at, scaleOf(f.gamma, f.variance, channel, f.epsilon), 16);
    store<f32>(at, f.beta ? load<f32>(f.beta + channel) : 0, 32);
  }
  repeatLanes(table, f.channels, FORWARD, f.period);
  const floor = f32x4.splat(f.floor);
  const period = <usize>f.period << 2;
  const grain = wholePeriods(f.period), chunks = chunksOf(f.length, grain);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length, grain);
    for (let i = chunkBegin(chunk, grain); i < end; i += period) {
      const bytes = min(period, end - i);
      if (f.residual) normaliseOnto(f.x + i, f.residual + i, f.y + i, bytes, table, floor);
      else normalise(f.x + i, f.y + i, bytes, table, floor);
    }
  }
}

export function normalise(x: usize, y: usize, bytes: usize, table: usize, floor: v128): void {
  for (; bytes >= 64; bytes -= 64) {
    v128.store(y, normalised(v128.load(x), table, floor));
    v128.store(y, normalised(v128.load(x, 16), table + 48, floor), 16);
    v128.store(y, normalised(v128.load(x, 32), table + 96, floor), 32);
    v128.store(y, normalised(v128.load(x, 48), table + 144, floor), 48);
    x += 64;
    y += 64;
    table += 4 * (FORWARD << 4);
  }
  for (; bytes >= 16; bytes -= 16) {
    v128.store(y, normalised(v128.load(x), table, floor));
    x += 16;
    y += 16;
    table += FORWARD << 4;
  }
  if (bytes > 0) storeSome(y, normalised(loadSome(x, bytes), table, floor), bytes);
}

/** The same, added to a residual. */
function normaliseOnto(x: usize, residual: usize, y: usize, bytes: usize, table: usize, floor: v128): void {
  for (; bytes >= 32; bytes -= 32) {
    const first = f32x4.add(level(v128.load(x), table), v128.load(residual));
    const second = f32x4.add(level(v128.load(x, 16), table + 48), v128.load(residual, 16));
    v128.store(y, f32x4.pmax(first, floor));
    v128.store(y, f32x4.pmax(second, floor), 16);
    x += 32;
    residual += 32;
    y += 32;
    table += 2 * (FORWARD << 4);
  }
  for (; bytes >= 16; bytes -= 16) {
    v128.store(y, f32x4.pmax(f32x4.add(level(v128.load(x), table), v128.load(residual)), floor));
    x += 16;
    residual += 16;
    y += 16;
    table += FORWARD << 4;
  }
  if (bytes == 0) return;
  const rest = f32x4.add(level(loadSome(x, bytes), table), loadSome(residual, bytes));
  storeSome(y, f32x4.pmax(rest, floor), bytes);
}

// @ts-ignore: decorator
@inline
function normalised(x: v128, table: usize, floor: v128): v128 {
  return f32x4.pmax(level(x, table), floor);
}

// @ts-ignore: decorator
@inline
function level(x: v128, table: usize): v128 {
  const distance = f32x4.sub(x, v128.load(table));
  return multiplyAdd(distance, v128.load(table, 16), v128.load(table, 32));
}

/** gamma / √(variance + epsilon) of a channel. */
// @ts-ignore: decorator
@inline
function scaleOf(gamma: usize, variance: usize, channel: usize, epsilon: f32): f32 {
  return (gamma ? load<f32>(gamma + channel) : 1) / sqrt<f32>(load<f32>(variance + channel) + epsilon);
}

/** The mean, Σ dy and Σ dy · (x − mean); with a mask scale and beta, too. */
export const SUMS: i32 = 3;
const MASKED_SUMS: i32 = 5;

/** The sums of each group of rows and each channel, in two rows of `sums`. */
export function batchNormSums(f: BatchNormSums): void {
  const table = workspace(), numbers = f.masked ? MASKED_SUMS : SUMS;
  layLanes(f.mean, f.channels, table, numbers, f.period);
  if (f.masked) layScales(f, table);
  const row = <usize>f.channels * 4;
  const length = <usize>f.length * 4;
  const grain = <usize>f.rowsPerGroup * row;
  const groups = chunksOf(f.length, f.rowsPerGroup * f.channels);
  for (let group = claim(groups); group >= 0; group = claim(groups)) {
    const begin = <usize>group * grain;
    const end = min(length, begin + grain);
    clearLanes(table + 16, numbers, f.period);
    clearLanes(table + 32, numbers, f.period);
    if (f.masked) sumMasked(f.x + begin, f.dy + begin, end - begin, table, f.period);
    else sumPlain(f.x + begin, f.dy + begin, end - begin, table, f.period);
    const to = f.sums + <usize>group * 2 * row;
    foldLanes(table + 16, numbers, f.period, to, f.channels);
    foldLanes(table + 32, numbers, f.period, to + row, f.channels);
  }
}

function layScales(f: BatchNormSums, table: usize): void {
  for (let i = 0; i < f.channels; i++) {
    const channel = <usize>i << 2, at = table + laneOf(i, MASKED_SUMS);
    store<f32>(at, scaleOf(f.gamma, f.variance, channel, f.epsilon), 48);
    store<f32>(at, f.beta ? load<f32>(f.beta + channel) : 0, 64);
  }
  repeatLanes(table, f.channels, MASKED_SUMS, f.period);
}

/** Adds Σ dy and Σ dy · (x − mean) to a table of means and sums. */
export function sumPlain(x: usize, dy: usize, bytes: usize, table: usize, period: i32): void {
  sumProducts(x, dy, bytes, table, period, false);
}

function sumMasked(x: usize, dy: usize, bytes: usize, table: usize, period: i32): void {
  sumProducts(x, dy, bytes, table, period, true);
}

// @ts-ignore: decorator
@inline
function sumProducts(x: usize, dy: usize, bytes: usize, table: usize, elements: i32, masked: bool): void {
  const period = <usize>elements * 4, numbers = masked ? MASKED_SUMS : SUMS;
  let at: usize = 0;
  for (; at + 2 * period <= bytes; at += 2 * period) {
    let to = table;
    for (let i = at; i < at + period; i += 16) {
      const j = i + period;
      const mean = v128.load(to);
      const distance0 = f32x4.sub(v128.load(x + i), mean), distance1 = f32x4.sub(v128.load(x + j), mean);
      const dy0 = passed(v128.load(dy + i), distance0, to + 48, to + 64, masked);
      const dy1 = passed(v128.load(dy + j), distance1, to + 48, to + 64, masked);
      v128.store(to, f32x4.add(v128.load(to, 16), f32x4.add(dy0, dy1)), 16);
      const products = multiplyAdd(dy0, distance0, f32x4.mul(dy1, distance1));
      v128.store(to, f32x4.add(v128.load(to, 32), products), 32);
      to += <usize>numbers << 4;
    }
  }
  for (let i = 0; at < bytes; i++) {
    if (i == elements) i = 0;
    const to = table + laneOf(i, numbers);
    // One lane of a vector, so that the mask is rounded like everywhere else.
    const distance = f32x4.sub(v128.load32_zero(x + at), v128.load(to));
    const through = f32x4.extract_lane(passed(v128.load32_zero(dy + at), distance, to + 48, to + 64, masked), 0);
    store<f32>(to, load<f32>(to, 16) + through, 16);
    store<f32>(to, load<f32>(to, 32) + through * f32x4.extract_lane(distance, 0), 32);
    at += 4;
  }
}

/** dy, behind the mask if there is one, that is where (x − mean) · scale + beta > 0. */
// @ts-ignore: decorator
@inline
function passed(dy: v128, distance: v128, scale: usize, beta: usize, masked: bool): v128 {
  if (!masked) return dy;
  const level = multiplyAdd(distance, v128.load(scale), v128.load(beta));
  return v128.and(dy, f32x4.gt(level, f32x4.splat(0)));
}

/** Adds up the groups: dbeta = Σ dy, dgamma = Σ dy · (x − mean) / √(variance + epsilon). */
export function finishBatchNormSums(f: FinishBatchNormSums): void {
  const pairs = chunksOf(f.channels, 2);
  const row = <usize>f.channels * 4;
  const groups = chunksOf(f.count, f.rowsPerGroup);
  for (let pair = claim(pairs); pair >= 0; pair = claim(pairs)) {
    const column = <usize>pair * 8;
    const bytes = min(8, row - column);
    let plain = f64x2.splat(0);
    let times = f64x2.splat(0);
    for (let group = 0; group < groups; group++) {
      const from = f.sums + <usize>group * 2 * row + column;
      plain = f64x2.add(plain, wide(from, bytes));
      times = f64x2.add(times, wide(from + row, bytes));
    }
    const deviation = f64x2.sqrt(f64x2.add(wide(f.variance + column, bytes), f64x2.splat(<f64>f.epsilon)));
    storeSome(f.dbeta + column, f32x4.demote_f64x2_zero(plain), bytes);
    storeSome(f.dgamma + column, f32x4.demote_f64x2_zero(f64x2.div(times, deviation)), bytes);
  }
}

/** The mean, and the factors of dy, 1 and x − mean; with a mask beta, too. */
export const BACKWARD: i32 = 4;
const MASKED_BACKWARD: i32 = 5;

/**
 * dx = gamma / deviation · (dy − dbeta / count − (x − mean) / deviation · dgamma / count), the deviation
 * being √(variance + epsilon).
 */
export function batchNormInputGrad(f: BatchNormInputGrad): void {
  const table = workspace(), numbers = f.masked ? MASKED_BACKWARD : BACKWARD;
  layLanes(f.mean, f.channels, table, numbers, f.period);
  const share: f32 = -1 / <f32>f.count;
  for (let i = 0; i < f.channels; i++) {
    const channel = <usize>i << 2;
    const at = table + laneOf(i, numbers);
    const scale = scaleOf(f.gamma, f.variance, channel, f.epsilon);
    const slope = share * load<f32>(f.dgamma + channel) * scaleOf(0, f.variance, channel, f.epsilon);
    store<f32>(at, scale, 16);
    store<f32>(at, scale * share * load<f32>(f.dbeta + channel), 32);
    store<f32>(at, scale * slope, 48);
    if (f.masked) store<f32>(at, f.beta ? load<f32>(f.beta + channel) : 0, 64);
  }
  repeatLanes(table, f.channels, numbers, f.period);
  const period = <usize>f.period << 2;
  const grain = wholePeriods(f.period), chunks = chunksOf(f.length, grain);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length, grain);
    for (let i = chunkBegin(chunk, grain); i < end; i += period) {
      const bytes = min(period, end - i);
      if (f.masked) maskedInputGrad(f.x + i, f.dy + i, f.dx + i, bytes, table);
      else plainInputGrad(f.x + i, f.dy + i, f.dx + i, bytes, table);
    }
  }
}

/** dx of a period, from a table of means and factors. */
export function plainInputGrad(x: usize, dy: usize, dx: usize, bytes: usize, table: usize): void {
  inputGrad(x, dy, dx, bytes, table, false);
}

function maskedInputGrad(x: usize, dy: usize, dx: usize, bytes: usize, table: usize): void {
  inputGrad(x, dy, dx, bytes, table, true);
}

// @ts-ignore: decorator
@inline
function inputGrad(x: usize, dy: usize, dx: usize, bytes: usize, table: usize, masked: bool): void {
  const next = <usize>(masked ? MASKED_BACKWARD : BACKWARD) << 4;
  for (; bytes >= 32; bytes -= 32) {
    v128.store(dx, combined(v128.load(x), v128.load(dy), table, masked));
    v128.store(dx, combined(v128.load(x, 16), v128.load(dy, 16), table + next, masked), 16);
    x += 32;
    dy += 32;
    dx += 32;
    table += 2 * next;
  }
  for (; bytes >= 16; bytes -= 16) {
    v128.store(dx, combined(v128.load(x), v128.load(dy), table, masked));
    x += 16;
    dy += 16;
    dx += 16;
    table += next;
  }
  if (bytes > 0) storeSome(dx, combined(loadSome(x, bytes), loadSome(dy, bytes), table, masked), bytes);
}

// @ts-ignore: decorator
@inline
function combined(x: v128, dy: v128, table: usize, masked: bool): v128 {
  const distance = f32x4.sub(x, v128.load(table));
  const through = passed(dy, distance, table + 16, table + 64, masked);
  const level = multiplyAdd(through, v128.load(table, 16), v128.load(table, 32));
  return multiplyAdd(distance, v128.load(table, 48), level);
}
