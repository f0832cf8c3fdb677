import { ChooseGrad, Maximum, Minimum } from "./generated/fields";
import { chunkBegin, chunkEnd, elementChunks, loadSome, storeSome } from "./elements";
import { claim } from "./share";

// Not pmax and pmin, which lose NaN on one side; memory sets the pace here.

/** y = the larger of a and b; NaN where either is. */
export function maximum(f: Maximum): void {
  const chunks = elementChunks(f.length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length);
    let i = chunkBegin(chunk);
    for (; i + 16 <= end; i += 16) {
      v128.store(f.y + i, f32x4.max(v128.load(f.a + i), v128.load(f.b + i)));
    }
    if (i < end) {
      const y = f32x4.max(loadSome(f.a + i, end - i), loadSome(f.b + i, end - i));
      storeSome(f.y + i, y, end - i);
    }
  }
}

/** y = the smaller of a and b; NaN where either is. */
export function minimum(f: Minimum): void {
  const chunks = elementChunks(f.length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length);
    let i = chunkBegin(chunk);
    for (; i + 16 <= end; i += 16) {
      v128.store(f.y + i, f32x4.min(v128.load(f.a + i), v128.load(f.b + i)));
    }
    if (i < end) {
      const y = f32x4.min(loadSome(f.a + i, end - i), loadSome(f.b + i, end - i));
      storeSome(f.y + i, y, end - i);
    }
  }
}

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
