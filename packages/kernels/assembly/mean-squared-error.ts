import { MeanSquaredError, MeanSquaredErrorGrad } from "./generated/fields";
import { loadSome, storeSome } from "./elements";
import { BLOCK, endRow, firstRow, rowChunks, sumLanes } from "./rows";
import { claim } from "./share";
import { multiplyAdd } from "./simd";

/** loss = mean((predictions − targets)²) of each row. */
export function meanSquaredError(f: MeanSquaredError): void {
  const bytes = <usize>f.width * 4;
  const chunks = rowChunks(f.rows, f.width);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, f.rows, f.width);
    for (let row = firstRow(chunk, f.width); row < end; row++) {
      const at = <usize>row * bytes;
      const sum = squareDistance(f.predictions + at, f.targets + at, bytes);
      store<f32>(f.loss + (<usize>row << 2), sum / <f32>f.width);
    }
  }
}

function squareDistance(a: usize, b: usize, bytes: usize): f32 {
  let sums = f32x4.splat(0);
  let i: usize = 0;
  for (; i + BLOCK <= bytes; i += BLOCK) sums = f32x4.add(sums, squarePairs(a + i, b + i, BLOCK));
  const pairs = (bytes - i) & ~31;
  let sum = sumLanes(f32x4.add(sums, squarePairs(a + i, b + i, pairs)));
  for (i += pairs; i < bytes; i += 4) {
    const difference = load<f32>(a + i) - load<f32>(b + i);
    sum += difference * difference;
  }
  return sum;
}

/** Sums of every fourth square; `bytes` is a multiple of 32. */
// @ts-ignore: decorator
@inline
function squarePairs(a: usize, b: usize, bytes: usize): v128 {
  let even = f32x4.splat(0);
  let odd = f32x4.splat(0);
  for (let i: usize = 0; i < bytes; i += 32) {
    const first = f32x4.sub(v128.load(a + i), v128.load(b + i));
    const second = f32x4.sub(v128.load(a + i, 16), v128.load(b + i, 16));
    even = multiplyAdd(first, first, even);
    odd = multiplyAdd(second, second, odd);
  }
  return f32x4.add(even, odd);
}

/** dx = 2 · (predictions − targets) · dy / width. */
export function meanSquaredErrorGrad(f: MeanSquaredErrorGrad): void {
  const bytes = <usize>f.width * 4;
  const chunks = rowChunks(f.rows, f.width);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, f.rows, f.width);
    for (let row = firstRow(chunk, f.width); row < end; row++) {
      const predictions = f.predictions + <usize>row * bytes;
      const targets = f.targets + <usize>row * bytes;
      const dx = f.dx + <usize>row * bytes;
      const share = f32x4.splat((2 * load<f32>(f.dy + (<usize>row << 2))) / <f32>f.width);
      let i: usize = 0;
      for (; i + 16 <= bytes; i += 16) {
        const difference = f32x4.sub(v128.load(predictions + i), v128.load(targets + i));
        v128.store(dx + i, f32x4.mul(difference, share));
      }
      if (i < bytes) {
        const t = loadSome(targets + i, bytes - i);
        const difference = f32x4.sub(loadSome(predictions + i, bytes - i), t);
        storeSome(dx + i, f32x4.mul(difference, share), bytes - i);
      }
    }
  }
}
