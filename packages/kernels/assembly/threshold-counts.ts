import { ThresholdCounts } from "./generated/fields";
import { fillRow } from "./rows";
import { claim } from "./share";
import { chunksOf } from "./simd";

/**
 * For each chunk of elements a table [columns, 2, thresholds + 1]: how many of a column's targets are yes (0) or
 * no (1), by how many thresholds their predictions are above. The thresholds rise.
 */
export function thresholdCounts(f: ThresholdCounts): void {
  const bins = f.thresholdCount + 1;
  const bytes = <usize>(f.columns * 2 * bins) * 4;
  const chunks = chunksOf(f.length, f.chunkLength);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const table = f.partials + <usize>chunk * bytes;
    fillRow(table, 0, bytes);
    const end = min(f.length, (chunk + 1) * f.chunkLength);
    for (let i = chunk * f.chunkLength; i < end; i++) {
      const at = <usize>i << 2;
      const no = i32(!(load<f32>(f.targets + at) > 0.5));
      const above = thresholdsBelow(load<f32>(f.predictions + at), f.thresholds, f.thresholdCount);
      const place = table + (<usize>(((i % f.columns) * 2 + no) * bins + above) << 2);
      store<f32>(place, load<f32>(place) + 1);
    }
  }
}

/** How many of the rising thresholds lie below x: none for NaN. */
function thresholdsBelow(x: f32, thresholds: usize, count: i32): i32 {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x > load<f32>(thresholds + (<usize>middle << 2))) low = middle + 1;
    else high = middle;
  }
  return low;
}
