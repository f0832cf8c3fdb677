import { BinaryAccuracy } from "./generated/fields";
import { endRow, firstRow, rowChunks } from "./rows";
import { claim } from "./share";

/** hit = fraction of the row where (probability > threshold) equals the target. */
export function binaryAccuracy(f: BinaryAccuracy): void {
  const chunks = rowChunks(f.rows, f.width);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, f.rows, f.width);
    for (let row = firstRow(chunk, f.width); row < end; row++) {
      const at = <usize>row * <usize>f.width * 4;
      let right = 0;
      for (let i: usize = at; i < at + <usize>f.width * 4; i += 4) {
        const guess: f32 = load<f32>(f.probabilities + i) > f.threshold ? 1 : 0;
        right += i32(guess == load<f32>(f.targets + i));
      }
      store<f32>(f.hit + (<usize>row << 2), <f32>right / <f32>f.width);
    }
  }
}
