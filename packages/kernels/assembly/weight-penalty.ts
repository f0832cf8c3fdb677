import { WeightPenalty, WeightPenaltyGrad, WeightPenaltySum } from "./generated/fields";
import { chunkBegin, chunkEnd, elementChunks, loadSome, storeSome } from "./elements";
import { BLOCK, sumLanes, sumRow } from "./rows";
import { claim } from "./share";
import { multiplyAdd } from "./simd";

/** partials[chunk] = Σ |w| · (l1 + l2 · |w|) over the elements of each chunk of `length` elements from `origin` on. */
export function weightPenalty(f: WeightPenalty): void {
  const w = f.w + <usize>f.origin * 4;
  const l1 = f32x4.splat(f.l1);
  const l2 = f32x4.splat(f.l2);
  const chunks = elementChunks(f.length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = w + chunkEnd(chunk, f.length);
    let total = f32x4.splat(0);
    let at = w + chunkBegin(chunk);
    while (at < end) {
      const blockEnd = min(end, at + BLOCK);
      let sum = f32x4.splat(0);
      for (; at + 16 <= blockEnd; at += 16) {
        const size = f32x4.abs(v128.load(at));
        sum = multiplyAdd(size, multiplyAdd(l2, size, l1), sum);
      }
      if (at < blockEnd) {
        const size = f32x4.abs(loadSome(at, blockEnd - at));
        sum = multiplyAdd(size, multiplyAdd(l2, size, l1), sum);
        at = blockEnd;
      }
      total = f32x4.add(total, sum);
    }
    store<f32>(f.partials + (<usize>chunk << 2), sumLanes(total));
  }
}

/** y = Σ partials. */
export function weightPenaltySum(f: WeightPenaltySum): void {
  for (let chunk = claim(1); chunk >= 0; chunk = claim(1)) {
    store<f32>(f.y, sumRow(f.partials, <usize>f.count * 4));
  }
}

/** dw = onto + dy · (l1 · sign(w) + 2 · l2 · w); onto may be 0, for nothing. */
export function weightPenaltyGrad(f: WeightPenaltyGrad): void {
  const dy = load<f32>(f.dy);
  const l1 = f32x4.splat(dy * f.l1);
  const l2 = f32x4.splat(dy * 2 * f.l2);
  const chunks = elementChunks(f.length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length);
    let i = chunkBegin(chunk);
    for (; i + 16 <= end; i += 16) {
      const onto = f.onto ? v128.load(f.onto + i) : f32x4.splat(0);
      v128.store(f.dw + i, f32x4.add(onto, slope(v128.load(f.w + i), l1, l2)));
    }
    if (i < end) {
      const onto = f.onto ? loadSome(f.onto + i, end - i) : f32x4.splat(0);
      storeSome(f.dw + i, f32x4.add(onto, slope(loadSome(f.w + i, end - i), l1, l2)), end - i);
    }
  }
}

/** l2 · w + l1 · sign(w), where 0 has the sign 0. */
// @ts-ignore: decorator
@inline
function slope(w: v128, l1: v128, l2: v128): v128 {
  const signBit = i32x4.splat(0x80000000);
  const signed = v128.xor(l1, v128.and(w, signBit));
  return multiplyAdd(l2, w, v128.and(signed, f32x4.ne(w, f32x4.splat(0))));
}
