import { ChooseGrad } from "./generated/fields";
import { chunkBegin, chunkEnd, elementChunks, loadSome, storeSome } from "./elements";
import { claim } from "./share";

/** dy goes to `chosen` where least ≤ most, else to `other`; the one that does not get it gets 0. */
export function chooseGrad(f: ChooseGrad): void {
  const chunks = elementChunks(f.length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length);
    let i = chunkBegin(chunk);
    for (; i + 16 <= end; i += 16) {
      const dy = v128.load(f.dy + i);
      const choice = f32x4.le(v128.load(f.least + i), v128.load(f.most + i));
      v128.store(f.chosen + i, v128.and(dy, choice));
      v128.store(f.other + i, v128.andnot(dy, choice));
    }
    if (i < end) {
      const dy = loadSome(f.dy + i, end - i);
      const choice = f32x4.le(loadSome(f.least + i, end - i), loadSome(f.most + i, end - i));
      storeSome(f.chosen + i, v128.and(dy, choice), end - i);
      storeSome(f.other + i, v128.andnot(dy, choice), end - i);
    }
  }
}
