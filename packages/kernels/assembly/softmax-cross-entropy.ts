import {
  SoftmaxCrossEntropy,
  SoftmaxCrossEntropyDense,
  SoftmaxCrossEntropyDenseGrad,
  SoftmaxCrossEntropyGrad,
} from "./generated/fields";
import { firstLanes, loadSome, put, storeSome } from "./elements";
import { giveRows, rowsAtOnce, takeRows } from "./four-rows";
import { log4, prepareMath } from "./math";
import { endRow, fillRow, firstRow, rowChunks, scaleRow, sumLanes, sumRow } from "./rows";
import { claim } from "./share";
import { multiplyAdd } from "./simd";
import { exponentials, greatest, rowMax, softmaxRow } from "./softmax";

/** loss = ln Σ e^x − x[label], NaN for a label that is no class; probabilities = softmax(x). */
export function softmaxCrossEntropy(f: SoftmaxCrossEntropy): void {
  prepareMath();
  const bytes = <usize>f.width * 4;
  const chunks = rowChunks(f.rows, f.width);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const begin = firstRow(chunk, f.width), end = endRow(chunk, f.rows, f.width);
    logSumExp(f.logits, f.probabilities, f.loss, begin, end, f.width);
    for (let row = begin; row < end; row++) {
      const label = load<u32>(f.labels + (<usize>row << 2));
      const x = f.logits + <usize>row * bytes;
      const logit = label < <u32>f.width ? load<f32>(x + (<usize>label << 2)) : NaN;
      const loss = f.loss + (<usize>row << 2);
      store<f32>(loss, load<f32>(loss) - logit);
    }
  }
}

/** dx = (probabilities − onehot(label)) · dy; NaN for a label that is no class. */
export function softmaxCrossEntropyGrad(f: SoftmaxCrossEntropyGrad): void {
  const bytes = <usize>f.width * 4;
  const chunks = rowChunks(f.rows, f.width);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, f.rows, f.width);
    for (let row = firstRow(chunk, f.width); row < end; row++) {
      const p = f.probabilities + <usize>row * bytes;
      const dx = f.dx + <usize>row * bytes;
      const dy = load<f32>(f.dy + (<usize>row << 2));
      const label = load<u32>(f.labels + (<usize>row << 2));
      if (label >= <u32>f.width) {
        fillRow(dx, NaN, bytes);
        continue;
      }
      scaleRow(p, dx, dy, bytes);
      const at = <usize>label << 2;
      store<f32>(dx + at, (load<f32>(p + at) - 1) * dy);
    }
  }
}

/** loss = Σ targets · (ln Σ e^x − x); probabilities = softmax(x). */
export function softmaxCrossEntropyDense(f: SoftmaxCrossEntropyDense): void {
  prepareMath();
  const bytes = <usize>f.width * 4;
  const chunks = rowChunks(f.rows, f.width);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const begin = firstRow(chunk, f.width), end = endRow(chunk, f.rows, f.width);
    logSumExp(f.logits, f.probabilities, f.loss, begin, end, f.width);
    for (let row = begin; row < end; row++) {
      const at = <usize>row * bytes, loss = f.loss + (<usize>row << 2);
      store<f32>(loss, crossEntropyRow(f.logits + at, f.targets + at, load<f32>(loss), bytes));
    }
  }
}

/** dx = (probabilities · Σ targets − targets) · dy. */
export function softmaxCrossEntropyDenseGrad(f: SoftmaxCrossEntropyDenseGrad): void {
  const bytes = <usize>f.width * 4;
  const chunks = rowChunks(f.rows, f.width);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, f.rows, f.width);
    for (let row = firstRow(chunk, f.width); row < end; row++) {
      const p = f.probabilities + <usize>row * bytes;
      const targets = f.targets + <usize>row * bytes;
      const dx = f.dx + <usize>row * bytes;
      const dy = f32x4.splat(load<f32>(f.dy + (<usize>row << 2)));
      const total = f32x4.splat(sumRow(targets, bytes));
      let i: usize = 0;
      for (; i + 16 <= bytes; i += 16) {
        const t = v128.load(targets + i);
        const difference = f32x4.sub(f32x4.mul(v128.load(p + i), total), t);
        v128.store(dx + i, f32x4.mul(difference, dy));
      }
      if (i < bytes) {
        const t = loadSome(targets + i, bytes - i);
        const difference = f32x4.sub(f32x4.mul(loadSome(p + i, bytes - i), total), t);
        storeSome(dx + i, f32x4.mul(difference, dy), bytes - i);
      }
    }
  }
}

/** totals = ln Σ e^x of each row from `begin` to `end`, probabilities = softmax(x). */
function logSumExp(x: usize, probabilities: usize, totals: usize, begin: i32, end: i32, width: i32): void {
  const bytes = <usize>width << 2, step = rowsAtOnce(width);
  for (let row = begin; row < end; row += step) {
    const at = <usize>row * bytes, total = totals + (<usize>row << 2);
    if (step == 1) store<f32>(total, logSumExpRow(x + at, probabilities + at, bytes));
    else logSumExpRows(x + at, probabilities + at, total, min(step, end - row), width);
  }
}

function logSumExpRow(x: usize, probabilities: usize, bytes: usize): f32 {
  const max = rowMax(x, bytes);
  const sum = softmaxRow(x, probabilities, max, bytes);
  return max + f32x4.extract_lane(log4(f32x4.splat(sum)), 0);
}

/** The same for up to four narrow rows. */
function logSumExpRows(x: usize, probabilities: usize, totals: usize, rows: i32, width: i32): void {
  takeRows(x, rows, width);
  const max = greatest(width);
  const sums = exponentials(width, max);
  giveRows(probabilities, rows, width, f32x4.div(f32x4.splat(1), sums));
  put(totals, f32x4.add(max, log4(sums)), <usize>rows << 2);
}

/** Σ targets · (total − x) of one row. */
function crossEntropyRow(x: usize, targets: usize, total: f32, bytes: usize): f32 {
  const totals = f32x4.splat(total);
  let sums = f32x4.splat(0);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    sums = multiplyAdd(v128.load(targets + i), f32x4.sub(totals, v128.load(x + i)), sums);
  }
  if (i < bytes) {
    const rest = f32x4.sub(totals, loadSome(x + i, bytes - i));
    const terms = f32x4.mul(loadSome(targets + i, bytes - i), rest);
    sums = f32x4.add(sums, v128.and(terms, firstLanes(bytes - i)));
  }
  return sumLanes(sums);
}
