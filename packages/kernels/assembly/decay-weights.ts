import { DecayGradients, DecayWeights } from "./generated/fields";
import { chunkBegin, chunkEnd, elementChunks, put, some } from "./elements";
import { claim } from "./share";
import { multiplyAdd } from "./simd";

/** parameters −= rate[0] · parameters, in `length` elements from `origin` on. */
export function decayWeights(f: DecayWeights): void {
  const minusRate = f32x4.splat(-load<f32>(f.rate));
  const parameters = f.parameters + <usize>f.origin * 4;
  const chunks = elementChunks(f.length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length);
    for (let i = chunkBegin(chunk); i < end; i += 16) {
      const bytes = min<usize>(16, end - i);
      const p = some(parameters + i, bytes);
      put(parameters + i, multiplyAdd(minusRate, p, p), bytes);
    }
  }
}

/** gradients += share · parameters, in `length` elements of both from `origin` on. */
export function decayGradients(f: DecayGradients): void {
  const share = f32x4.splat(f.share);
  const gradients = f.gradients + <usize>f.origin * 4;
  const parameters = f.parameters + <usize>f.origin * 4;
  const chunks = elementChunks(f.length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length);
    for (let i = chunkBegin(chunk); i < end; i += 16) {
      const bytes = min<usize>(16, end - i);
      const sum = multiplyAdd(share, some(parameters + i, bytes), some(gradients + i, bytes));
      put(gradients + i, sum, bytes);
    }
  }
}
