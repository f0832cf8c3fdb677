import { Subtract } from "./generated/fields";
import { chunkBegin, chunkEnd, elementChunks, loadSome, storeSome } from "./elements";
import { claim } from "./share";

/** y = a − b. */
export function subtract(f: Subtract): void {
  const chunks = elementChunks(f.length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length);
    let i = chunkBegin(chunk);
    for (; i + 16 <= end; i += 16) {
      v128.store(f.y + i, f32x4.sub(v128.load(f.a + i), v128.load(f.b + i)));
    }
    if (i < end) {
      const y = f32x4.sub(loadSome(f.a + i, end - i), loadSome(f.b + i, end - i));
      storeSome(f.y + i, y, end - i);
    }
  }
}
