import { SgdUpdate } from "./generated/fields";
import { chunkBegin, chunkEnd, elementChunks, loadSome, storeSome } from "./elements";
import { claim } from "./share";
import { multiplyAdd } from "./simd";

/** parameters −= rate[0] · gradients. */
export function sgdUpdate(f: SgdUpdate): void {
  const minusRate = f32x4.splat(-load<f32>(f.rate));
  const chunks = elementChunks(f.length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length);
    let i = chunkBegin(chunk);
    for (; i + 16 <= end; i += 16) {
      const p = v128.load(f.parameters + i);
      v128.store(f.parameters + i, multiplyAdd(minusRate, v128.load(f.gradients + i), p));
    }
    if (i < end) {
      const p = loadSome(f.parameters + i, end - i);
      const g = loadSome(f.gradients + i, end - i);
      storeSome(f.parameters + i, multiplyAdd(minusRate, g, p), end - i);
    }
  }
}
