import { BatchNorm, BatchNormInputGrad, BatchNormSums, FinishBatchNormSums } from "./generated/fields";
import { chunkBegin, chunkEnd, loadSome, storeSome, wholePeriods } from "./elements";
import { clearLanes, foldLanes, laneOf, layLanes, repeatLanes } from "./lanes";
import { wide } from "./moments";
import { claim, workspace } from "./share";
import { chunksOf, multiplyAdd } from "./simd";

// Statistics are `[channels]`, gamma and beta too, where they are there. `y` masks the gradients of a
// following ReLU: where it is not positive they are 0. It is absent without ReLU. What a kernel needs to
// know of each channel it lays into its workspace, see lanes.ts.

/** Mean, scale and beta. */
const FORWARD: i32 = 3;

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

/** The mean, Σ dy and Σ dy · (x − mean). */
const SUMS: i32 = 3;

/** The sums of each group of rows and each channel, in two rows of `sums`. */
export function batchNormSums(f: BatchNormSums): void {
  const table = workspace();
  layLanes(f.mean, f.channels, table, SUMS, f.period);
  const row = <usize>f.channels * 4;
  const length = <usize>f.length * 4;
  const grain = <usize>f.rowsPerGroup * row;
  const groups = chunksOf(f.length, f.rowsPerGroup * f.channels);
  for (let group = claim(groups); group >= 0; group = claim(groups)) {
    const begin = <usize>group * grain;
    const end = min(length, begin + grain);
    clearLanes(table + 16, SUMS, f.period);
    clearLanes(table + 32, SUMS, f.period);
    if (f.y) sumMasked(f.x + begin, f.dy + begin, f.y + begin, end - begin, table, f.period);
    else sumPlain(f.x + begin, f.dy + begin, end - begin, table, f.period);
    const to = f.sums + <usize>group * 2 * row;
    foldLanes(table + 16, SUMS, f.period, to, f.channels);
    foldLanes(table + 32, SUMS, f.period, to + row, f.channels);
  }
}

/** Adds Σ dy and Σ dy · (x − mean) to a table of means and sums. */
export function sumPlain(x: usize, dy: usize, bytes: usize, table: usize, period: i32): void {
  sumProducts(x, dy, 0, bytes, table, period, false);
}

function sumMasked(x: usize, dy: usize, y: usize, bytes: usize, table: usize, period: i32): void {
  sumProducts(x, dy, y, bytes, table, period, true);
}

// @ts-ignore: decorator
@inline
function sumProducts(
  x: usize, dy: usize, y: usize, bytes: usize, table: usize, elements: i32, masked: bool,
): void {
  const period = <usize>elements * 4;
  let at: usize = 0;
  for (; at + 2 * period <= bytes; at += 2 * period) {
    let to = table;
    for (let i = at; i < at + period; i += 16) {
      const j = i + period;
      const mean = v128.load(to);
      const dy0 = passed(dy + i, y + i, masked);
      const dy1 = passed(dy + j, y + j, masked);
      v128.store(to, f32x4.add(v128.load(to, 16), f32x4.add(dy0, dy1)), 16);
      const product = f32x4.mul(dy1, f32x4.sub(v128.load(x + j), mean));
      const products = multiplyAdd(dy0, f32x4.sub(v128.load(x + i), mean), product);
      v128.store(to, f32x4.add(v128.load(to, 32), products), 32);
      to += SUMS << 4;
    }
  }
  for (let i = 0; at < bytes; i++) {
    if (i == elements) i = 0;
    const to = table + laneOf(i, SUMS);
    const through: f32 = masked && !(load<f32>(y + at) > 0) ? 0 : load<f32>(dy + at);
    store<f32>(to, load<f32>(to, 16) + through, 16);
    store<f32>(to, load<f32>(to, 32) + through * (load<f32>(x + at) - load<f32>(to)), 32);
    at += 4;
  }
}

/** dy, behind the mask if there is one. */
// @ts-ignore: decorator
@inline
function passed(dy: usize, y: usize, masked: bool): v128 {
  if (!masked) return v128.load(dy);
  return v128.and(v128.load(dy), f32x4.gt(v128.load(y), f32x4.splat(0)));
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

/** The mean, and the factors of dy, 1 and x − mean. */
const BACKWARD: i32 = 4;

/**
 * dx = gamma / deviation · (dy − dbeta / count − (x − mean) / deviation · dgamma / count), the deviation
 * being √(variance + epsilon).
 */
export function batchNormInputGrad(f: BatchNormInputGrad): void {
  const table = workspace();
  layLanes(f.mean, f.channels, table, BACKWARD, f.period);
  const share: f32 = -1 / <f32>f.count;
  for (let i = 0; i < f.channels; i++) {
    const channel = <usize>i << 2;
    const at = table + laneOf(i, BACKWARD);
    const scale = scaleOf(f.gamma, f.variance, channel, f.epsilon);
    const slope = share * load<f32>(f.dgamma + channel) * scaleOf(0, f.variance, channel, f.epsilon);
    store<f32>(at, scale, 16);
    store<f32>(at, scale * share * load<f32>(f.dbeta + channel), 32);
    store<f32>(at, scale * slope, 48);
  }
  repeatLanes(table, f.channels, BACKWARD, f.period);
  const period = <usize>f.period << 2;
  const grain = wholePeriods(f.period), chunks = chunksOf(f.length, grain);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length, grain);
    for (let i = chunkBegin(chunk, grain); i < end; i += period) {
      const bytes = min(period, end - i);
      if (f.y) maskedInputGrad(f.x + i, f.dy + i, f.y + i, f.dx + i, bytes, table);
      else plainInputGrad(f.x + i, f.dy + i, f.dx + i, bytes, table);
    }
  }
}

/** dx of a period, from a table of means and factors. */
export function plainInputGrad(x: usize, dy: usize, dx: usize, bytes: usize, table: usize): void {
  inputGrad(x, dy, 0, dx, bytes, table, false);
}

function maskedInputGrad(x: usize, dy: usize, y: usize, dx: usize, bytes: usize, table: usize): void {
  inputGrad(x, dy, y, dx, bytes, table, true);
}

// @ts-ignore: decorator
@inline
function inputGrad(x: usize, dy: usize, y: usize, dx: usize, bytes: usize, table: usize, masked: bool): void {
  for (; bytes >= 32; bytes -= 32) {
    v128.store(dx, combined(v128.load(x), passed(dy, y, masked), table));
    v128.store(dx, combined(v128.load(x, 16), passed(dy + 16, y + 16, masked), table + 64), 16);
    x += 32;
    dy += 32;
    y += 32;
    dx += 32;
    table += 2 * (BACKWARD << 4);
  }
  for (; bytes >= 16; bytes -= 16) {
    v128.store(dx, combined(v128.load(x), passed(dy, y, masked), table));
    x += 16;
    dy += 16;
    y += 16;
    dx += 16;
    table += BACKWARD << 4;
  }
  if (bytes == 0) return;
  let through = loadSome(dy, bytes);
  if (masked) through = v128.and(through, f32x4.gt(loadSome(y, bytes), f32x4.splat(0)));
  storeSome(dx, combined(loadSome(x, bytes), through, table), bytes);
}

// @ts-ignore: decorator
@inline
function combined(x: v128, dy: v128, table: usize): v128 {
  const distance = f32x4.sub(x, v128.load(table));
  const level = multiplyAdd(dy, v128.load(table, 16), v128.load(table, 32));
  return multiplyAdd(distance, v128.load(table, 48), level);
}
