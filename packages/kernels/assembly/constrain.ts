import { ConstrainNonNegative, ConstrainNorm } from "./generated/fields";
import { chunkBegin, chunkEnd, elementChunks, loadSome, storeSome } from "./elements";
import { claim } from "./share";
import { chunksOf, multiplyAdd } from "./simd";

/** Norms of a chunk: their sums stay in registers, four at a time. */
const SLAB: i32 = 64;

/** Squares that are added up before their sum is added to the others. */
const BLOCK: i32 = 64;

/** Keras' smallest divisor. */
const EPSILON: f32 = 1e-7;

/** w = max(w, 0) in `length` elements from `origin` on. */
export function constrainNonNegative(f: ConstrainNonNegative): void {
  const zero = f32x4.splat(0);
  const w = f.w + <usize>f.origin * 4;
  const chunks = elementChunks(f.length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length);
    let i = chunkBegin(chunk);
    for (; i + 16 <= end; i += 16) v128.store(w + i, f32x4.pmax(v128.load(w + i), zero));
    if (i < end) storeSome(w + i, f32x4.pmax(loadSome(w + i, end - i), zero), end - i);
  }
}

/**
 * Scales vectors of w, of `terms` elements that are `inner` apart, `outer` × `inner` of them, from `origin` on:
 * their norms go to, by the share `rate`, what is nearest to them between `least` and `most`.
 */
export function constrainNorm(f: ConstrainNorm): void {
  const slabs = chunksOf(f.inner, SLAB);
  const chunks = f.outer * slabs;
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const first = (chunk % slabs) * SLAB;
    const at = f.origin + (chunk / slabs) * f.terms * f.inner + first;
    const bytes = <usize>min(SLAB, f.inner - first) * 4;
    for (let i: usize = 0; i < bytes; i += 16) {
      constrainFour(f, f.w + <usize>at * 4 + i, min(<usize>16, bytes - i));
    }
  }
}

/** Up to four vectors that lie next to each other. */
function constrainFour(f: ConstrainNorm, w: usize, bytes: usize): void {
  const pitch = <usize>f.inner * 4;
  let squares = f32x4.splat(0);
  for (let term = 0; term < f.terms; term += BLOCK) {
    let sum = f32x4.splat(0);
    const end = w + <usize>min(f.terms, term + BLOCK) * pitch;
    for (let at = w + <usize>term * pitch; at < end; at += pitch) {
      const x = bytes == 16 ? v128.load(at) : loadSome(at, bytes);
      sum = multiplyAdd(x, x, sum);
    }
    squares = f32x4.add(squares, sum);
  }
  const norm = f32x4.sqrt(squares);
  const nearest = f32x4.pmin(f32x4.splat(f.most), f32x4.pmax(f32x4.splat(f.least), norm));
  const rest = f32x4.mul(f32x4.splat(1 - f.rate), norm);
  const wanted = f32x4.add(f32x4.mul(f32x4.splat(f.rate), nearest), rest);
  const factor = f32x4.div(wanted, f32x4.add(norm, f32x4.splat(EPSILON)));
  const end = w + <usize>f.terms * pitch;
  for (let at = w; at < end; at += pitch) {
    if (bytes == 16) v128.store(at, f32x4.mul(v128.load(at), factor));
    else storeSome(at, f32x4.mul(loadSome(at, bytes), factor), bytes);
  }
}
