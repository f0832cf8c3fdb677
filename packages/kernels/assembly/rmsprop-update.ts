import { RmspropUpdate } from "./generated/fields";
import { chunkBegin, chunkEnd, elementChunks, put, some } from "./elements";
import { claim } from "./share";
import { multiplyAdd, towards } from "./simd";

/**
 * square += (1 − rho) · (g² − square), and with a mean, mean += (1 − rho) · (g − mean);
 * step = rate[0] · g / √(square − mean² + epsilon), or with a velocity what momentum · velocity + step becomes of it;
 * parameters −= step. mean and velocity may be 0, for nothing.
 */
export function rmspropUpdate(f: RmspropUpdate): void {
  const rate = f32x4.splat(load<f32>(f.rate));
  const share = f32x4.splat(f.oneMinusRho);
  const epsilon = f32x4.splat(f.epsilon);
  const momentum = f32x4.splat(f.momentum);
  const chunks = elementChunks(f.length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length);
    for (let i = chunkBegin(chunk); i < end; i += 16) {
      const bytes = min<usize>(16, end - i);
      const g = some(f.gradients + i, bytes);
      const square = towards(some(f.square + i, bytes), f32x4.mul(g, g), share);
      put(f.square + i, square, bytes);
      let variance = square;
      if (f.mean) {
        const mean = towards(some(f.mean + i, bytes), g, share);
        put(f.mean + i, mean, bytes);
        variance = f32x4.sub(square, f32x4.mul(mean, mean));
      }
      let step = f32x4.div(f32x4.mul(rate, g), f32x4.sqrt(f32x4.add(variance, epsilon)));
      if (f.velocity) {
        step = multiplyAdd(momentum, some(f.velocity + i, bytes), step);
        put(f.velocity + i, step, bytes);
      }
      put(f.parameters + i, f32x4.sub(some(f.parameters + i, bytes), step), bytes);
    }
  }
}
