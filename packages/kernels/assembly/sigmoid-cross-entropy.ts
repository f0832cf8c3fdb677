import { SigmoidCrossEntropy, SigmoidCrossEntropyGrad } from "./generated/fields";
import { firstLanes, loadSome, storeSome } from "./elements";
import { exp4, log1p4, minusAbs, prepareMath, sigmoidFrom } from "./math";
import { endRow, firstRow, rowChunks, sumLanes } from "./rows";
import { claim } from "./share";

/** loss = mean(max(x, 0) − x · t + ln(1 + e^−|x|)) of each row; probabilities = sigmoid(x). */
export function sigmoidCrossEntropy(f: SigmoidCrossEntropy): void {
  prepareMath();
  const bytes = <usize>f.width * 4;
  const chunks = rowChunks(f.rows, f.width);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, f.rows, f.width);
    for (let row = firstRow(chunk, f.width); row < end; row++) {
      const at = <usize>row * bytes;
      const sum = entropyOfRow(f.logits + at, f.targets + at, f.probabilities + at, bytes);
      store<f32>(f.loss + (<usize>row << 2), sum / <f32>f.width);
    }
  }
}

function entropyOfRow(logits: usize, targets: usize, probabilities: usize, bytes: usize): f32 {
  let sums = f32x4.splat(0);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    const x = v128.load(logits + i);
    const e = exp4(minusAbs(x));
    v128.store(probabilities + i, sigmoidFrom(x, e));
    sums = f32x4.add(sums, entropy(x, v128.load(targets + i), e));
  }
  if (i < bytes) {
    const x = loadSome(logits + i, bytes - i);
    const e = exp4(minusAbs(x));
    storeSome(probabilities + i, sigmoidFrom(x, e), bytes - i);
    const terms = entropy(x, loadSome(targets + i, bytes - i), e);
    sums = f32x4.add(sums, v128.and(terms, firstLanes(bytes - i)));
  }
  return sumLanes(sums);
}

// @ts-ignore: decorator
@inline
function entropy(x: v128, t: v128, e: v128): v128 {
  const positive = f32x4.pmax(x, f32x4.splat(0));
  return f32x4.add(f32x4.sub(positive, f32x4.mul(x, t)), log1p4(e));
}

/** dx = (probabilities − targets) · dy / width. */
export function sigmoidCrossEntropyGrad(f: SigmoidCrossEntropyGrad): void {
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
        const difference = f32x4.sub(v128.load(p + i), v128.load(targets + i));
        v128.store(dx + i, f32x4.mul(difference, share));
      }
      if (i < bytes) {
        const difference = f32x4.sub(loadSome(p + i, bytes - i), loadSome(targets + i, bytes - i));
        storeSome(dx + i, f32x4.mul(difference, share), bytes - i);
      }
    }
  }
}
