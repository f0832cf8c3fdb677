import { SumOfSquares } from "./generated/fields";
import { chunkBegin, chunkEnd, elementChunks, some } from "./elements";
import { BLOCK, sumLanes } from "./rows";
import { claim } from "./share";
import { multiplyAdd } from "./simd";

/** partials[chunk] = Σ x² over the elements of each chunk of `length` elements from `origin` on. */
export function sumOfSquares(f: SumOfSquares): void {
  const x = f.x + <usize>f.origin * 4;
  const chunks = elementChunks(f.length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length);
    let total = f32x4.splat(0);
    let i = chunkBegin(chunk);
    while (i < end) {
      const blockEnd = min(end, i + BLOCK);
      let sum = f32x4.splat(0);
      for (; i < blockEnd; i += 16) {
        const four = some(x + i, min<usize>(16, blockEnd - i));
        sum = multiplyAdd(four, four, sum);
      }
      total = f32x4.add(total, sum);
    }
    store<f32>(f.partials + (<usize>chunk << 2), sumLanes(total));
  }
}
