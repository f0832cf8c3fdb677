import { SpatialDropout } from "./generated/fields";
import { GRAIN, loadSome, storeSome } from "./elements";
import { blockWords, philoxBlocks } from "./philox";
import { claim, workspace } from "./share";
import { chunksOf } from "./simd";

/**
 * y = factor · x in the channels of a sample whose random word is at least `dropBelow`, else 0. The workspace
 * holds `period` masks, and behind them the words of a sample's channels from the block of 16 on that they
 * begin in.
 */
export function spatialDropout(f: SpatialDropout): void {
  const mask = workspace();
  const period = <usize>f.period * 4;
  const row = <usize>f.channels * 4;
  const factor = f32x4.splat(f.factor);
  const rows = max(1, (4 * GRAIN) / max(1, f.channels));
  const blocks = chunksOf(f.pixels, rows);
  const chunks = blocks * f.samples;
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const sample = chunk / blocks;
    layMask(f, sample, mask, mask + period);
    const first = (chunk % blocks) * rows;
    const begin = <usize>(sample * f.pixels + first) * row;
    const end = begin + <usize>min(rows, f.pixels - first) * row;
    for (let at = begin; at < end; at += period) {
      const x = f.x + at;
      const y = f.y + at;
      const bytes = min(period, end - at);
      let i: usize = 0;
      for (; i + 16 <= bytes; i += 16) {
        v128.store(y + i, v128.and(f32x4.mul(v128.load(x + i), factor), v128.load(mask + i)));
      }
      if (i < bytes) {
        const some = v128.and(f32x4.mul(loadSome(x + i, bytes - i), factor), v128.load(mask + i));
        storeSome(y + i, some, bytes - i);
      }
    }
  }
}

function layMask(f: SpatialDropout, sample: i32, mask: usize, words: usize): void {
  const key0 = load<i32>(f.key);
  const key1 = load<i32>(f.key, 4);
  const first = sample * f.channels;
  const start = first & ~15;
  for (let word = start; word < first + f.channels; word += 16) {
    philoxBlocks(word >> 2, f.salt, key0, key1);
    const to = words + (<usize>(word - start) << 2);
    v128.store(to, blockWords(0));
    v128.store(to, blockWords(1), 16);
    v128.store(to, blockWords(2), 32);
    v128.store(to, blockWords(3), 48);
  }
  for (let i = 0; i < f.period; i++) {
    const word = load<u32>(words + (<usize>(first - start + (i % f.channels)) << 2));
    store<i32>(mask + (<usize>i << 2), word >= <u32>f.dropBelow ? -1 : 0);
  }
}
