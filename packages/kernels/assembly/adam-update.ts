import { AdamUpdate } from "./generated/fields";
import { chunkBegin, chunkEnd, elementChunks, loadSome, storeSome } from "./elements";
import { claim } from "./share";
import { multiplyAdd } from "./simd";

/**
 * m += (1 − beta1) · (g − m), v += (1 − beta2) · (g² − v),
 * parameters −= decay · parameters + alpha · m / (√v + epsilon); rates = [alpha, decay].
 */
export function adamUpdate(f: AdamUpdate): void {
  const minusAlpha = f32x4.splat(-load<f32>(f.rates));
  const minusDecay = f32x4.splat(-load<f32>(f.rates, 4));
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
      const kept = multiplyAdd(minusDecay, p, p);
      v128.store(f.m + i, m);
      v128.store(f.v + i, v);
      v128.store(f.parameters + i, multiplyAdd(minusAlpha, direction(m, v, epsilon), kept));
    }
    if (i < end) {
      const g = loadSome(f.gradients + i, end - i);
      const m = towards(loadSome(f.m + i, end - i), g, towardsG);
      const v = towards(loadSome(f.v + i, end - i), f32x4.mul(g, g), towardsSquare);
      const p = loadSome(f.parameters + i, end - i);
      const kept = multiplyAdd(minusDecay, p, p);
      storeSome(f.m + i, m, end - i);
      storeSome(f.v + i, v, end - i);
      storeSome(f.parameters + i, multiplyAdd(minusAlpha, direction(m, v, epsilon), kept), end - i);
    }
  }
}

/** A step from `mean` towards `x`. */
// @ts-ignore: decorator
@inline
function towards(mean: v128, x: v128, share: v128): v128 {
  return multiplyAdd(share, f32x4.sub(x, mean), mean);
}

// @ts-ignore: decorator
@inline
function direction(m: v128, v: v128, epsilon: v128): v128 {
  return f32x4.div(m, f32x4.add(f32x4.sqrt(v), epsilon));
}
