import { LionUpdate } from "./generated/fields";
import { chunkBegin, chunkEnd, elementChunks, put, some } from "./elements";
import { claim } from "./share";
import { towards } from "./simd";

/**
 * parameters −= rate[0] · sign(m + (1 − beta1) · (g − m)), where 0 has the sign 0 and NaN stays NaN; then
 * m += (1 − beta2) · (g − m).
 */
export function lionUpdate(f: LionUpdate): void {
  const rate = f32x4.splat(load<f32>(f.rate));
  const direction = f32x4.splat(f.oneMinusBeta1);
  const memory = f32x4.splat(f.oneMinusBeta2);
  const zero = f32x4.splat(0);
  const signBit = i32x4.splat(0x80000000);
  const chunks = elementChunks(f.length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length);
    for (let i = chunkBegin(chunk); i < end; i += 16) {
      const bytes = min<usize>(16, end - i);
      const g = some(f.gradients + i, bytes);
      const m = some(f.m + i, bytes);
      const towardsG = towards(m, g, direction);
      const signed = v128.or(rate, v128.and(towardsG, signBit));
      const step = v128.bitselect(signed, f32x4.mul(towardsG, rate), f32x4.ne(f32x4.abs(towardsG), zero));
      // Only a NaN differs from itself.
      const certain = v128.bitselect(step, towardsG, f32x4.eq(towardsG, towardsG));
      put(f.m + i, towards(m, g, memory), bytes);
      put(f.parameters + i, f32x4.sub(some(f.parameters + i, bytes), certain), bytes);
    }
  }
}
