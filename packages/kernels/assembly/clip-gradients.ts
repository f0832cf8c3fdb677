import { ClipByNorm, ClipByValue } from "./generated/fields";
import { chunkBegin, chunkEnd, elementChunks, put, some } from "./elements";
import { claim } from "./share";

/**
 * gradients · most / max(most, √squares[0]) in `length` elements from `origin` on; NaN when the squares are not finite,
 * but for zeros: what lies between the weights of a bundle has to stay 0.
 */
export function clipByNorm(f: ClipByNorm): void {
  const norm = sqrt<f32>(load<f32>(f.squares));
  // ∞ / ∞, which also hides no NaN.
  const factor = norm <= f.most ? <f32>1 : norm == Infinity ? <f32>NaN : f.most / norm;
  if (factor == 1) return;
  const gradients = f.gradients + <usize>f.origin * 4;
  const chunks = elementChunks(f.length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const begin = gradients + chunkBegin(chunk), end = gradients + chunkEnd(chunk, f.length);
    if (factor == factor) scale(begin, end, factor);
    else spoil(begin, end);
  }
}

function scale(at: usize, end: usize, factor: f32): void {
  const factors = f32x4.splat(factor);
  for (; at < end; at += 16) {
    const bytes = min<usize>(16, end - at);
    put(at, f32x4.mul(factors, some(at, bytes)), bytes);
  }
}

/** NaN in place of all but zeros. */
function spoil(at: usize, end: usize): void {
  const zero = f32x4.splat(0), nan = f32x4.splat(NaN);
  for (; at < end; at += 16) {
    const bytes = min<usize>(16, end - at);
    put(at, v128.and(f32x4.ne(some(at, bytes), zero), nan), bytes);
  }
}

/** gradients, but none larger than `most` or smaller than −most; NaN stays NaN. */
export function clipByValue(f: ClipByValue): void {
  const most = f32x4.splat(f.most);
  const least = f32x4.splat(-f.most);
  const chunks = elementChunks(f.length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length);
    for (let i = chunkBegin(chunk); i < end; i += 16) {
      const bytes = min<usize>(16, end - i);
      const g = some(f.gradients + i, bytes);
      put(f.gradients + i, f32x4.pmin(f32x4.pmax(g, least), most), bytes);
    }
  }
}
