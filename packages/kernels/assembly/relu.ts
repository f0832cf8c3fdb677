import { Relu, ReluGrad } from "./generated/fields";
import { chunkBegin, chunkEnd, elementChunks, loadSome, storeSome } from "./elements";
import { claim } from "./share";

/** y = max(x, 0); NaN stays NaN. */
export function relu(f: Relu): void {
  const zero = f32x4.splat(0);
  const chunks = elementChunks(f.length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length);
    let i = chunkBegin(chunk);
    for (; i + 16 <= end; i += 16) {
      v128.store(f.y + i, f32x4.pmax(v128.load(f.x + i), zero));
    }
    if (i < end) storeSome(f.y + i, f32x4.pmax(loadSome(f.x + i, end - i), zero), end - i);
  }
}

/** dx = dy where y > 0, else 0. */
export function reluGrad(f: ReluGrad): void {
  const zero = f32x4.splat(0);
  const chunks = elementChunks(f.length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length);
    let i = chunkBegin(chunk);
    for (; i + 16 <= end; i += 16) {
      const open = f32x4.gt(v128.load(f.y + i), zero);
      v128.store(f.dx + i, v128.and(v128.load(f.dy + i), open));
    }
    if (i < end) {
      const open = f32x4.gt(loadSome(f.y + i, end - i), zero);
      storeSome(f.dx + i, v128.and(loadSome(f.dy + i, end - i), open), end - i);
    }
  }
}
