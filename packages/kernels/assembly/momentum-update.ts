import { MomentumUpdate } from "./generated/fields";
import { chunkBegin, chunkEnd, elementChunks, loadSome, storeSome } from "./elements";
import { claim } from "./share";
import { multiplyAdd } from "./simd";

/**
 * velocity ← momentum · velocity − rate[0] · gradients, then parameters += velocity, or with `nesterov`
 * parameters += momentum · velocity − rate[0] · gradients.
 */
export function momentumUpdate(f: MomentumUpdate): void {
  const minusRate = f32x4.splat(-load<f32>(f.rate));
  const momentum = f32x4.splat(f.momentum);
  const nesterov = i32x4.splat(-f.nesterov);
  const chunks = elementChunks(f.length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length);
    let i = chunkBegin(chunk);
    for (; i + 16 <= end; i += 16) {
      const step = f32x4.mul(minusRate, v128.load(f.gradients + i));
      const v = multiplyAdd(momentum, v128.load(f.velocity + i), step);
      const move = v128.bitselect(multiplyAdd(momentum, v, step), v, nesterov);
      v128.store(f.velocity + i, v);
      v128.store(f.parameters + i, f32x4.add(v128.load(f.parameters + i), move));
    }
    if (i < end) {
      const step = f32x4.mul(minusRate, loadSome(f.gradients + i, end - i));
      const v = multiplyAdd(momentum, loadSome(f.velocity + i, end - i), step);
      const move = v128.bitselect(multiplyAdd(momentum, v, step), v, nesterov);
      storeSome(f.velocity + i, v, end - i);
      storeSome(f.parameters + i, f32x4.add(loadSome(f.parameters + i, end - i), move), end - i);
    }
  }
}
