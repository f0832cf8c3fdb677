import { Scale } from "./generated/fields";
import { chunkBegin, chunkEnd, elementChunks, loadSome, storeSome } from "./elements";
import { claim } from "./share";

/** y = factor · x. */
export function scale(f: Scale): void {
  const factor = f32x4.splat(f.factor);
  const chunks = elementChunks(f.length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length);
    let i = chunkBegin(chunk);
    for (; i + 16 <= end; i += 16) {
      v128.store(f.y + i, f32x4.mul(factor, v128.load(f.x + i)));
    }
    if (i < end) storeSome(f.y + i, f32x4.mul(factor, loadSome(f.x + i, end - i)), end - i);
  }
}
