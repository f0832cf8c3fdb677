import { Exp } from "./generated/fields";
import { chunkBegin, chunkEnd, elementChunks, loadSome, storeSome } from "./elements";
import { exp4, prepareMath } from "./math";
import { claim } from "./share";

/** y = e^x. */
export function exp(f: Exp): void {
  prepareMath();
  const chunks = elementChunks(f.length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length);
    let i = chunkBegin(chunk);
    for (; i + 16 <= end; i += 16) {
      v128.store(f.y + i, exp4(v128.load(f.x + i)));
    }
    if (i < end) storeSome(f.y + i, exp4(loadSome(f.x + i, end - i)), end - i);
  }
}
