import { FinishMean, MeanGrad, SumChunks } from "./generated/fields";
import { chunkBegin, chunkEnd, elementChunks, storeSome } from "./elements";
import { sumRow } from "./rows";
import { claim } from "./share";

/** partials[chunk] = sum of the elements of each chunk. */
export function sumChunks(f: SumChunks): void {
  const chunks = elementChunks(f.length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const begin = chunkBegin(chunk);
    const sum = sumRow(f.x + begin, chunkEnd(chunk, f.length) - begin);
    store<f32>(f.partials + (<usize>chunk << 2), sum);
  }
}

/** y = Σ partials / length. */
export function finishMean(f: FinishMean): void {
  for (let chunk = claim(1); chunk >= 0; chunk = claim(1)) {
    store<f32>(f.y, sumRow(f.partials, <usize>elementChunks(f.length) * 4) / <f32>f.length);
  }
}

/** dx = dy / length in every element. */
export function meanGrad(f: MeanGrad): void {
  const share = f32x4.splat(load<f32>(f.dy) / <f32>f.length);
  const chunks = elementChunks(f.length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length);
    let i = chunkBegin(chunk);
    for (; i + 16 <= end; i += 16) v128.store(f.dx + i, share);
    if (i < end) storeSome(f.dx + i, share, end - i);
  }
}
