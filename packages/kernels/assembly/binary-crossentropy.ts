import { BinaryCrossentropy, BinaryCrossentropyGrad } from "./generated/fields";
import { firstLanes, loadSome, storeSome } from "./elements";
import { log4, prepareMath } from "./math";
import { clip, isOpen } from "./probability";
import { endRow, firstRow, rowChunks, sumLanes } from "./rows";
import { claim } from "./share";

/** loss = −mean(t · ln q + (1 − t) · ln(1 − q)) of each row, q = clip(p). */
export function binaryCrossentropy(f: BinaryCrossentropy): void {
  prepareMath();
  const bytes = <usize>f.width * 4;
  const chunks = rowChunks(f.rows, f.width);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, f.rows, f.width);
    for (let row = firstRow(chunk, f.width); row < end; row++) {
      const p = f.probabilities + <usize>row * bytes;
      const targets = f.targets + <usize>row * bytes;
      let sums = f32x4.splat(0);
      let i: usize = 0;
      for (; i + 16 <= bytes; i += 16) {
        sums = f32x4.add(sums, likelihood(v128.load(p + i), v128.load(targets + i)));
      }
      if (i < bytes) {
        const terms = likelihood(loadSome(p + i, bytes - i), loadSome(targets + i, bytes - i));
        sums = f32x4.add(sums, v128.and(terms, firstLanes(bytes - i)));
      }
      store<f32>(f.loss + (<usize>row << 2), -sumLanes(sums) / <f32>f.width);
    }
  }
}

/** Logarithm of the probability of t. */
// @ts-ignore: decorator
@inline
function likelihood(p: v128, t: v128): v128 {
  const one = f32x4.splat(1);
  const q = clip(p);
  const yes = f32x4.mul(t, log4(q));
  return f32x4.add(yes, f32x4.mul(f32x4.sub(one, t), log4(f32x4.sub(one, q))));
}

/** dx = (p − t) / (p · (1 − p)) · dy / width, 0 where p was clipped. */
export function binaryCrossentropyGrad(f: BinaryCrossentropyGrad): void {
  const bytes = <usize>f.width * 4;
  const chunks = rowChunks(f.rows, f.width);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, f.rows, f.width);
    for (let row = firstRow(chunk, f.width); row < end; row++) {
      const p = f.probabilities + <usize>row * bytes;
      const targets = f.targets + <usize>row * bytes;
      const dx = f.dx + <usize>row * bytes;
      const share = f32x4.splat(load<f32>(f.dy + (<usize>row << 2)) / <f32>f.width);
      let i: usize = 0;
      for (; i + 16 <= bytes; i += 16) {
        v128.store(dx + i, slope(v128.load(p + i), v128.load(targets + i), share));
      }
      if (i < bytes) {
        const last = slope(loadSome(p + i, bytes - i), loadSome(targets + i, bytes - i), share);
        storeSome(dx + i, last, bytes - i);
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function slope(p: v128, t: v128, share: v128): v128 {
  const variance = f32x4.mul(p, f32x4.sub(f32x4.splat(1), p));
  const slopes = f32x4.mul(f32x4.div(f32x4.sub(p, t), variance), share);
  return v128.and(slopes, isOpen(p));
}
