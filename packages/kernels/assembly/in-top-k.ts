import { InTopK } from "./generated/fields";
import { endRow, firstRow, rowChunks } from "./rows";
import { claim } from "./share";

/**
 * hit = 1 where fewer than k scores of the row are better than the label's: larger, or equal and before
 * it. 0 where that one is NaN or the label is no class.
 */
export function inTopK(f: InTopK): void {
  const chunks = rowChunks(f.rows, f.width);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, f.rows, f.width);
    for (let row = firstRow(chunk, f.width); row < end; row++) {
      const scores = f.scores + <usize>row * <usize>f.width * 4;
      const label = load<i32>(f.labels + (<usize>row << 2));
      const hit = <u32>label < <u32>f.width && isHit(scores, label, f.width, f.k);
      store<f32>(f.hit + (<usize>row << 2), hit ? 1 : 0);
    }
  }
}

function isHit(scores: usize, label: i32, width: i32, k: i32): bool {
  const score = load<f32>(scores + (<usize>label << 2));
  if (score != score) return false;
  let better = 0;
  for (let i = 0; i < label; i++) better += i32(load<f32>(scores + (<usize>i << 2)) >= score);
  for (let i = label + 1; i < width; i++) better += i32(load<f32>(scores + (<usize>i << 2)) > score);
  return better < k;
}
