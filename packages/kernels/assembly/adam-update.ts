import { AdamUpdate } from "./generated/fields";
import { chunkBegin, chunkEnd, elementChunks, loadSome, storeSome } from "./elements";
import { claim } from "./share";
import { multiplyAdd, towards } from "./simd";

/**
 * m += (1 − beta1) · (g − m), v += (1 − beta2) · (g² − v),
 * parameters −= alpha[0] · m / (√v + epsilon).
 */
export function adamUpdate(f: AdamUpdate): void {
  const minusAlpha = f32x4.splat(-load<f32>(f.alpha));
  const towardsG = f32x4.splat(f.oneMinusBeta1);
  const towardsSquare = f32x4.splat(f.oneMinusBeta2);
  const epsilon = f32x4.splat(f.epsilon);
  const chunks = elementChunks(f.length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length);
    let i = chunkBegin(chunk);
    for (; i + 16 <= end; i += 16) {
      const g = v128.load(f.gradients + i);
      const m = towards(v128.load(f.m + i), g, towardsG);
      const v = towards(v128.load(f.v + i), f32x4.mul(g, g), towardsSquare);
      const p = v128.load(f.parameters + i);
      v128.store(f.m + i, m);
      v128.store(f.v + i, v);
      v128.store(f.parameters + i, multiplyAdd(minusAlpha, direction(m, v, epsilon), p));
    }
    if (i < end) {
      const g = loadSome(f.gradients + i, end - i);
      const m = towards(loadSome(f.m + i, end - i), g, towardsG);
      const v = towards(loadSome(f.v + i, end - i), f32x4.mul(g, g), towardsSquare);
      const p = loadSome(f.parameters + i, end - i);
      storeSome(f.m + i, m, end - i);
      storeSome(f.v + i, v, end - i);
      storeSome(f.parameters + i, multiplyAdd(minusAlpha, direction(m, v, epsilon), p), end - i);
    }
  }
}

// @ts-ignore: decorator
@inline
function direction(m: v128, v: v128, epsilon: v128): v128 {
  return f32x4.div(m, f32x4.add(f32x4.sqrt(v), epsilon));
}
