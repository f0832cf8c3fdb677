import { BiasAdd, SumRows } from "./generated/fields";
import { chunkBegin, chunkEnd, loadSome, storeSome, wholePeriods } from "./elements";
import { addRows, repeatRow } from "./rows";
import { claim, workspace } from "./share";
import { chunksOf } from "./simd";

/** y = x + bias along the last axis. The workspace holds `period` floats: the bias, repeated. */
export function biasAdd(f: BiasAdd): void {
  const bias = workspace();
  repeatRow(f.bias, f.channels, bias, f.period);
  const period = <usize>f.period << 2;
  const grain = wholePeriods(f.period), chunks = chunksOf(f.length, grain);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length, grain);
    for (let i = chunkBegin(chunk, grain); i < end; i += period) {
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
    addRows(f.x + <usize>begin * pitch, f.y + <usize>group * pitch, rows, pitch);
  }
}
