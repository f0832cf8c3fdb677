import { Dropout } from "./generated/fields";
import { chunkBegin, chunkEnd, elementChunks, loadSome, storeSome } from "./elements";
import { blockWords, philoxBlocks } from "./philox";
import { claim } from "./share";

/** y = factor · x where the element's random word is at least `dropBelow`, else 0. */
export function dropout(f: Dropout): void {
  const key0 = load<i32>(f.key);
  const key1 = load<i32>(f.key, 4);
  const chunks = elementChunks(f.length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length);
    for (let i = chunkBegin(chunk); i < end; i += 64) {
      // A block of random words for each four elements.
      philoxBlocks(<i32>(i / 16), f.salt, key0, key1);
      if (i + 64 <= end) {
        for (let block = 0; block < 4; block++) {
          const at = i + block * 16;
          v128.store(f.y + at, keep(v128.load(f.x + at), blockWords(block), f));
        }
      } else {
        dropoutLast(f, i, end);
      }
    }
  }
}

/** The elements that do not fill four blocks. */
function dropoutLast(f: Dropout, begin: usize, end: usize): void {
  let block = 0;
  let i = begin;
  for (; i + 16 <= end; i += 16) v128.store(f.y + i, keep(v128.load(f.x + i), blockWords(block++), f));
  if (i < end) storeSome(f.y + i, keep(loadSome(f.x + i, end - i), blockWords(block), f), end - i);
}

// @ts-ignore: decorator
@inline
function keep(x: v128, words: v128, f: Dropout): v128 {
  const stays = i32x4.ge_u(words, i32x4.splat(f.dropBelow));
  return v128.and(f32x4.mul(x, f32x4.splat(f.factor)), stays);
}
