import { Prelu, PreluAlphaTerms, PreluGrad } from "./generated/fields";
import { chunkBegin, chunkEnd, elementChunks, GRAIN, loadSome, storeSome } from "./elements";
import { repeatRow } from "./rows";
import { claim, workspace } from "./share";
import { chunksOf } from "./simd";

// The workspace holds `period` floats: alpha, repeated.

/** y = x where x ≥ 0, else alpha · x. */
export function prelu(f: Prelu): void {
  const alpha = workspace();
  repeatRow(f.alpha, f.alphas, alpha, f.period);
  const period = <usize>f.period * 4;
  const length = <usize>f.length * 4;
  const periods = chunksOf(GRAIN, f.period);
  const chunks = chunksOf(f.length, periods * f.period);
  const grain = <usize>periods * period;
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = min(length, <usize>(chunk + 1) * grain);
    for (let begin = <usize>chunk * grain; begin < end; begin += period) {
      const x = f.x + begin;
      const y = f.y + begin;
      const bytes = min(period, end - begin);
      let i: usize = 0;
      for (; i + 16 <= bytes; i += 16) v128.store(y + i, bent(v128.load(x + i), v128.load(x + i), alpha + i));
      if (i < bytes) {
        const some = loadSome(x + i, bytes - i);
        storeSome(y + i, bent(some, some, alpha + i), bytes - i);
      }
    }
  }
}

/** dx = dy where x ≥ 0, else alpha · dy. */
export function preluGrad(f: PreluGrad): void {
  const alpha = workspace();
  repeatRow(f.alpha, f.alphas, alpha, f.period);
  const period = <usize>f.period * 4;
  const length = <usize>f.length * 4;
  const periods = chunksOf(GRAIN, f.period);
  const chunks = chunksOf(f.length, periods * f.period);
  const grain = <usize>periods * period;
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = min(length, <usize>(chunk + 1) * grain);
    for (let begin = <usize>chunk * grain; begin < end; begin += period) {
      const x = f.x + begin;
      const dy = f.dy + begin;
      const dx = f.dx + begin;
      const bytes = min(period, end - begin);
      let i: usize = 0;
      for (; i + 16 <= bytes; i += 16) v128.store(dx + i, bent(v128.load(x + i), v128.load(dy + i), alpha + i));
      if (i < bytes) {
        const some = bent(loadSome(x + i, bytes - i), loadSome(dy + i, bytes - i), alpha + i);
        storeSome(dx + i, some, bytes - i);
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
