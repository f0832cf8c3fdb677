import { Relu, ReluGrad } from "./generated/fields";
import { chunkBegin, chunkEnd, elementChunks, loadSome, put, some, storeSome } from "./elements";
import { claim } from "./share";

// Unrolled: in the second-level cache, loops of one vector reach two thirds of the speed.

/** y = max(x, 0); NaN stays NaN. */
export function relu(f: Relu): void {
  const chunks = elementChunks(f.length);
  const zero = f32x4.splat(0);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length);
    let i = chunkBegin(chunk);
    for (; i + 64 <= end; i += 64) {
      const x = f.x + i;
      const y = f.y + i;
      v128.store(y, f32x4.pmax(v128.load(x), zero));
      v128.store(y, f32x4.pmax(v128.load(x, 16), zero), 16);
      v128.store(y, f32x4.pmax(v128.load(x, 32), zero), 32);
      v128.store(y, f32x4.pmax(v128.load(x, 48), zero), 48);
    }
    for (; i + 16 <= end; i += 16) v128.store(f.y + i, f32x4.pmax(v128.load(f.x + i), zero));
    if (i < end) storeSome(f.y + i, f32x4.pmax(loadSome(f.x + i, end - i), zero), end - i);
  }
}

/** dx = dy + more where y > 0, else 0. There may be no more. */
export function reluGrad(f: ReluGrad): void {
  const chunks = elementChunks(f.length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const begin = chunkBegin(chunk), bytes = chunkEnd(chunk, f.length) - begin;
    if (f.more) maskSum(f.y + begin, f.dy + begin, f.more + begin, f.dx + begin, bytes);
    else mask(f.y + begin, f.dy + begin, f.dx + begin, bytes);
  }
}

function mask(y: usize, dy: usize, dx: usize, bytes: usize): void {
  let i: usize = 0;
  for (; i + 64 <= bytes; i += 64) {
    const from = y + i, through = dy + i, to = dx + i;
    v128.store(to, passed(v128.load(from), v128.load(through)));
    v128.store(to, passed(v128.load(from, 16), v128.load(through, 16)), 16);
    v128.store(to, passed(v128.load(from, 32), v128.load(through, 32)), 32);
    v128.store(to, passed(v128.load(from, 48), v128.load(through, 48)), 48);
  }
  for (; i + 16 <= bytes; i += 16) v128.store(dx + i, passed(v128.load(y + i), v128.load(dy + i)));
  if (i == bytes) return;
  const rest = bytes - i;
  storeSome(dx + i, passed(loadSome(y + i, rest), loadSome(dy + i, rest)), rest);
}

function maskSum(y: usize, dy: usize, more: usize, dx: usize, bytes: usize): void {
  let i: usize = 0;
  for (; i + 32 <= bytes; i += 32) {
    const first = f32x4.add(v128.load(dy + i), v128.load(more + i));
    const second = f32x4.add(v128.load(dy + i, 16), v128.load(more + i, 16));
    v128.store(dx + i, passed(v128.load(y + i), first));
    v128.store(dx + i, passed(v128.load(y + i, 16), second), 16);
  }
  for (; i < bytes; i += 16) {
    const here = min(16, bytes - i);
    const sum = f32x4.add(some(dy + i, here), some(more + i, here));
    put(dx + i, passed(some(y + i, here), sum), here);
  }
}

// @ts-ignore: decorator
@inline
function passed(y: v128, dy: v128): v128 {
  return v128.and(dy, f32x4.gt(y, f32x4.splat(0)));
}
