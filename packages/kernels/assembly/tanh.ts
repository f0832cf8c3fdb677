import { Tanh, TanhGrad } from "./generated/fields";
import { chunkBegin, chunkEnd, elementChunks, loadSome, storeSome } from "./elements";
import { prepareMath, tanh4 } from "./math";
import { claim } from "./share";

/** y = tanh x. */
export function tanh(f: Tanh): void {
  prepareMath();
  const chunks = elementChunks(f.length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length);
    let i = chunkBegin(chunk);
    for (; i + 16 <= end; i += 16) {
      v128.store(f.y + i, tanh4(v128.load(f.x + i)));
    }
    if (i < end) storeSome(f.y + i, tanh4(loadSome(f.x + i, end - i)), end - i);
  }
}

/** dx = dy · (1 − y²), as dy · (1 − y) · (1 + y), which is exact near ±1, too. */
export function tanhGrad(f: TanhGrad): void {
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
  return f32x4.mul(dy, f32x4.mul(f32x4.sub(one, y), f32x4.add(one, y)));
}
