import { MovingAverage } from "./generated/fields";
import { chunkBegin, chunkEnd, elementChunks, loadSome, storeSome } from "./elements";
import { claim } from "./share";
import { multiplyAdd } from "./simd";

/** average += share · (sample − average). */
export function movingAverage(f: MovingAverage): void {
  const share = f32x4.splat(f.share);
  const chunks = elementChunks(f.length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length);
    let i = chunkBegin(chunk);
    for (; i + 16 <= end; i += 16) {
      const average = v128.load(f.average + i);
      v128.store(f.average + i, multiplyAdd(share, f32x4.sub(v128.load(f.sample + i), average), average));
    }
    if (i < end) {
      const average = loadSome(f.average + i, end - i);
      const distance = f32x4.sub(loadSome(f.sample + i, end - i), average);
      storeSome(f.average + i, multiplyAdd(share, distance, average), end - i);
    }
  }
}
