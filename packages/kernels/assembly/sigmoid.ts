import { Sigmoid, SigmoidGrad } from "./generated/fields";
import { chunkBegin, chunkEnd, elementChunks, loadSome, storeSome } from "./elements";
import { prepareMath, sigmoid4 } from "./math";
import { claim } from "./share";

/** y = 1 / (1 + e^−x). */
export function sigmoid(f: Sigmoid): void {
  prepareMath();
  const chunks = elementChunks(f.length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length);
    let i = chunkBegin(chunk);
    for (; i + 16 <= end; i += 16) {
      v128.store(f.y + i, sigmoid4(v128.load(f.x + i)));
    }
    if (i < end) storeSome(f.y + i, sigmoid4(loadSome(f.x + i, end - i)), end - i);
  }
}

/** dx = dy · y · (1 − y). */
export function sigmoidGrad(f: SigmoidGrad): void {
  const one = f32x4.splat(1);
  const chunks = elementChunks(f.length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length);
    let i = chunkBegin(chunk);
    for (; i + 16 <= end; i += 16) {
      v128.store(f.dx + i, slope(one, v128.load(f.y + i), v128.load(f.dy + i)));
    }
    if (i < end) {
      const dx = slope(one, loadSome(f.y + i, end - i), loadSome(f.dy + i, end - i));
      storeSome(f.dx + i, dx, end - i);
    }
  }
}

// @ts-ignore: decorator
@inline
function slope(one: v128, y: v128, dy: v128): v128 {
  return f32x4.mul(dy, f32x4.mul(y, f32x4.sub(one, y)));
}
