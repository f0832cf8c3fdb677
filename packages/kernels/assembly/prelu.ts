import { Prelu, PreluAlphaTerms, PreluGrad } from "./generated/fields";
import { chunkBegin, chunkEnd, elementChunks, loadSome, storeSome, wholePeriods } from "./elements";
import { repeatRow } from "./rows";
import { claim, workspace } from "./share";
import { chunksOf } from "./simd";

// The workspace holds `period` floats: alpha, repeated.

/** y = x where x ≥ 0, else alpha · x. */
export function prelu(f: Prelu): void {
  bend(f.x, f.x, f.y, f.alpha, f.alphas, f.length, f.period);
}

/** dx = dy where x ≥ 0, else alpha · dy. */
export function preluGrad(f: PreluGrad): void {
  bend(f.x, f.dy, f.dx, f.alpha, f.alphas, f.length, f.period);
}

/** to = z where x ≥ 0, else alpha · z. */
function bend(x: usize, z: usize, to: usize, alphaFrom: usize, alphas: i32, length: i32, period: i32): void {
  const alpha = workspace();
  repeatRow(alphaFrom, alphas, alpha, period);
  const pitch = <usize>period << 2;
  const grain = wholePeriods(period), chunks = chunksOf(length, grain);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, length, grain);
    for (let begin = chunkBegin(chunk, grain); begin < end; begin += pitch) {
      const xs = x + begin, zs = z + begin, tos = to + begin;
      const bytes = min(pitch, end - begin);
      let i: usize = 0;
      for (; i + 16 <= bytes; i += 16) v128.store(tos + i, bent(v128.load(xs + i), v128.load(zs + i), alpha + i));
      if (i < bytes) {
        const some = bent(loadSome(xs + i, bytes - i), loadSome(zs + i, bytes - i), alpha + i);
        storeSome(tos + i, some, bytes - i);
      }
    }
  }
}

/** z, times alpha where x is negative. */
// @ts-ignore: decorator
@inline
function bent(x: v128, z: v128, alpha: usize): v128 {
  return v128.bitselect(f32x4.mul(v128.load(alpha), z), z, f32x4.lt(x, f32x4.splat(0)));
}

/** terms = x · dy where x is negative, else 0: what each element adds to the gradient of its alpha. */
export function preluAlphaTerms(f: PreluAlphaTerms): void {
  const chunks = elementChunks(f.length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length);
    let i = chunkBegin(chunk);
    for (; i + 16 <= end; i += 16) {
      v128.store(f.terms + i, term(v128.load(f.x + i), v128.load(f.dy + i)));
    }
    if (i < end) storeSome(f.terms + i, term(loadSome(f.x + i, end - i), loadSome(f.dy + i, end - i)), end - i);
  }
}

// @ts-ignore: decorator
@inline
function term(x: v128, dy: v128): v128 {
  return v128.and(f32x4.mul(x, dy), f32x4.lt(x, f32x4.splat(0)));
}
