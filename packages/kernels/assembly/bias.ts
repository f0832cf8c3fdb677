import { BiasAdd, SumRows } from "./generated/fields";
import { GRAIN, loadSome, storeSome } from "./elements";
import { repeatRow } from "./rows";
import { claim, workspace } from "./share";
import { chunksOf } from "./simd";

/** y = x + bias along the last axis. The workspace holds `period` floats: the bias, repeated. */
export function biasAdd(f: BiasAdd): void {
  const bias = workspace();
  repeatRow(f.bias, f.channels, bias, f.period);
  const period = <usize>f.period * 4;
  const length = <usize>f.length * 4;
  const periods = chunksOf(GRAIN, f.period);
  const chunks = chunksOf(f.length, periods * f.period);
  const grain = <usize>periods * period;
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = min(length, <usize>(chunk + 1) * grain);
    for (let i = <usize>chunk * grain; i < end; i += period) {
      addRow(f.x + i, bias, f.y + i, min(period, end - i));
    }
  }
}

// @ts-ignore: decorator
@inline
function addRow(a: usize, b: usize, y: usize, bytes: usize): void {
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) v128.store(y + i, f32x4.add(v128.load(a + i), v128.load(b + i)));
  if (i >= bytes) return;
  const some = f32x4.add(loadSome(a + i, bytes - i), loadSome(b + i, bytes - i));
  storeSome(y + i, some, bytes - i);
}

/** y[group] = the sum of each `rowsPerGroup` rows of x; the last group may have fewer. */
export function sumRows(f: SumRows): void {
  const groups = max(1, chunksOf(f.rows, f.rowsPerGroup));
  const pitch = <usize>f.channels * 4;
  for (let group = claim(groups); group >= 0; group = claim(groups)) {
    const begin = group * f.rowsPerGroup;
    const rows = min(f.rowsPerGroup, f.rows - begin);
    sumGroup(f.x + <usize>begin * pitch, f.y + <usize>group * pitch, rows, pitch);
  }
}

/** Adds `rows` rows of `pitch` bytes, 16 columns at a time and then 4. */
function sumGroup(x: usize, y: usize, rows: i32, pitch: usize): void {
  const end = x + <usize>rows * pitch;
  let column: usize = 0;
  for (; column + 64 <= pitch; column += 64) {
    let sum0 = f32x4.splat(0);
    let sum1 = f32x4.splat(0);
    let sum2 = f32x4.splat(0);
    let sum3 = f32x4.splat(0);
    for (let at = x + column; at < end; at += pitch) {
      sum0 = f32x4.add(sum0, v128.load(at));
      sum1 = f32x4.add(sum1, v128.load(at, 16));
      sum2 = f32x4.add(sum2, v128.load(at, 32));
      sum3 = f32x4.add(sum3, v128.load(at, 48));
    }
    v128.store(y + column, sum0);
    v128.store(y + column, sum1, 16);
    v128.store(y + column, sum2, 32);
    v128.store(y + column, sum3, 48);
  }
  for (; column + 16 <= pitch; column += 16) {
    let sum = f32x4.splat(0);
    for (let at = x + column; at < end; at += pitch) sum = f32x4.add(sum, v128.load(at));
    v128.store(y + column, sum);
  }
  if (column == pitch) return;
  let sum = f32x4.splat(0);
  for (let at = x + column; at < end; at += pitch) {
    sum = f32x4.add(sum, loadSome(at, pitch - column));
  }
  storeSome(y + column, sum, pitch - column);
}
