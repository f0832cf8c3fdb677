import {
  CategoricalCrossentropy,
  CategoricalCrossentropyGrad,
  SparseCategoricalCrossentropy,
  SparseCategoricalCrossentropyGrad,
} from "./generated/fields";
import { firstLanes, loadSome, storeSome } from "./elements";
import { log4, prepareMath } from "./math";
import { clip, isOpen } from "./probability";
import { endRow, fillRow, firstRow, rowChunks, sumLanes, sumRow } from "./rows";
import { claim } from "./share";

/** loss = −ln(clip(p[label] / Σ p)); NaN for a label that is no class. */
export function sparseCategoricalCrossentropy(f: SparseCategoricalCrossentropy): void {
  prepareMath();
  const bytes = <usize>f.width * 4;
  const chunks = rowChunks(f.rows, f.width);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, f.rows, f.width);
    for (let row = firstRow(chunk, f.width); row < end; row++) {
      const p = f.probabilities + <usize>row * bytes;
      const label = load<u32>(f.labels + (<usize>row << 2));
      const chosen = label < <u32>f.width ? load<f32>(p + (<usize>label << 2)) : NaN;
      const q = f32x4.splat(chosen / sumRow(p, bytes));
      store<f32>(f.loss + (<usize>row << 2), -f32x4.extract_lane(log4(clip(q)), 0));
    }
  }
}

/** With s = Σ p and q = p / s: dx = dy · (1 − onehot(label) / q) / s; 0 where q[label] was clipped. */
export function sparseCategoricalCrossentropyGrad(f: SparseCategoricalCrossentropyGrad): void {
  const bytes = <usize>f.width * 4;
  const chunks = rowChunks(f.rows, f.width);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, f.rows, f.width);
    for (let row = firstRow(chunk, f.width); row < end; row++) {
      const p = f.probabilities + <usize>row * bytes;
      const dx = f.dx + <usize>row * bytes;
      const label = load<u32>(f.labels + (<usize>row << 2));
      if (label >= <u32>f.width) {
        fillRow(dx, NaN, bytes);
        continue;
      }
      const sum = sumRow(p, bytes);
      const chosen = load<f32>(p + (<usize>label << 2));
      const open = v128.any_true(isOpen(f32x4.splat(chosen / sum)));
      const slope = open ? load<f32>(f.dy + (<usize>row << 2)) / sum : 0;
      fillRow(dx, slope, bytes);
      if (open) store<f32>(dx + (<usize>label << 2), slope * (1 - sum / chosen));
    }
  }
}

/** loss = −Σ targets · ln(clip(p / Σ p)). */
export function categoricalCrossentropy(f: CategoricalCrossentropy): void {
  prepareMath();
  const bytes = <usize>f.width * 4;
  const chunks = rowChunks(f.rows, f.width);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, f.rows, f.width);
    for (let row = firstRow(chunk, f.width); row < end; row++) {
      const at = <usize>row * bytes;
      const loss = lossOfRow(f.probabilities + at, f.targets + at, bytes);
      store<f32>(f.loss + (<usize>row << 2), loss);
    }
  }
}

function lossOfRow(p: usize, targets: usize, bytes: usize): f32 {
  const sum = f32x4.splat(sumRow(p, bytes));
  let losses = f32x4.splat(0);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    const ln = log4(clip(f32x4.div(v128.load(p + i), sum)));
    losses = f32x4.sub(losses, f32x4.mul(v128.load(targets + i), ln));
  }
  if (i < bytes) {
    const ln = log4(clip(f32x4.div(loadSome(p + i, bytes - i), sum)));
    const terms = f32x4.mul(loadSome(targets + i, bytes - i), ln);
    losses = f32x4.sub(losses, v128.and(terms, firstLanes(bytes - i)));
  }
  return sumLanes(losses);
}

/** With s = Σ p and q = p / s: dx = dy · (Σ t − t / q) / s, t the targets, 0 where q was clipped. */
export function categoricalCrossentropyGrad(f: CategoricalCrossentropyGrad): void {
  const bytes = <usize>f.width * 4;
  const chunks = rowChunks(f.rows, f.width);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, f.rows, f.width);
    for (let row = firstRow(chunk, f.width); row < end; row++) {
      const at = <usize>row * bytes;
      const dy = load<f32>(f.dy + (<usize>row << 2));
      slopesOfRow(f.probabilities + at, f.targets + at, f.dx + at, dy, bytes);
    }
  }
}

function slopesOfRow(p: usize, targets: usize, dx: usize, dy: f32, bytes: usize): void {
  const total = sumRow(p, bytes);
  const sum = f32x4.splat(total);
  let weights = f32x4.splat(0);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    const open = isOpen(f32x4.div(v128.load(p + i), sum));
    weights = f32x4.add(weights, v128.and(v128.load(targets + i), open));
  }
  if (i < bytes) {
    const open = isOpen(f32x4.div(loadSome(p + i, bytes - i), sum));
    weights = f32x4.add(weights, v128.and(loadSome(targets + i, bytes - i), open));
  }
  const weight = f32x4.splat(sumLanes(weights));
  const slope = f32x4.splat(dy / total);
  for (i = 0; i + 16 <= bytes; i += 16) {
    const here = ratio(v128.load(targets + i), v128.load(p + i), sum);
    v128.store(dx + i, f32x4.mul(slope, f32x4.sub(weight, here)));
  }
  if (i < bytes) {
    const here = ratio(loadSome(targets + i, bytes - i), loadSome(p + i, bytes - i), sum);
    storeSome(dx + i, f32x4.mul(slope, f32x4.sub(weight, here)), bytes - i);
  }
}

/** t / q, 0 where q was clipped. */
// @ts-ignore: decorator
@inline
function ratio(t: v128, p: v128, sum: v128): v128 {
  const q = f32x4.div(p, sum);
  return v128.and(f32x4.div(t, q), isOpen(q));
}
