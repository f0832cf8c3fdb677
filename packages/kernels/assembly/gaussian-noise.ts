import { GaussianNoise } from "./generated/fields";
import { chunkBegin, chunkEnd, elementChunks, loadSome, storeSome } from "./elements";
import { cos4, log4, prepareMath, sin4 } from "./math";
import { blockWords, philoxBlocks } from "./philox";
import { claim } from "./share";
import { multiplyAdd } from "./simd";

/**
 * y = x + deviation · n, n drawn from the normal distribution by the method of Box and Muller. Of two blocks of
 * random words, for eight elements, the first gives four distances √(−2 ln u) and the second four directions;
 * the first four elements get the cosines, the others the sines.
 */
export function gaussianNoise(f: GaussianNoise): void {
  prepareMath();
  const key0 = load<i32>(f.key);
  const key1 = load<i32>(f.key, 4);
  const deviation = f32x4.splat(f.deviation);
  const chunks = elementChunks(f.length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length);
    for (let i = chunkBegin(chunk); i < end; i += 64) {
      philoxBlocks(<i32>(i / 16), f.salt, key0, key1);
      const distances = f32x4.mul(deviation, distance(blockWords(0)));
      const directions = blockWords(1);
      const moreDistances = f32x4.mul(deviation, distance(blockWords(2)));
      const moreDirections = blockWords(3);
      shift(f, i, end, distances, cosine(directions));
      shift(f, i + 16, end, distances, sine(directions));
      shift(f, i + 32, end, moreDistances, cosine(moreDirections));
      shift(f, i + 48, end, moreDistances, sine(moreDirections));
    }
  }
}

// @ts-ignore: decorator
@inline
function shift(f: GaussianNoise, at: usize, end: usize, distances: v128, parts: v128): void {
  if (at >= end) return;
  if (at + 16 <= end) {
    v128.store(f.y + at, multiplyAdd(distances, parts, v128.load(f.x + at)));
  } else {
    storeSome(f.y + at, multiplyAdd(distances, parts, loadSome(f.x + at, end - at)), end - at);
  }
}

/** √(−2 ln u) with u the first 23 bits of a word and a half, from 0 to 1. */
// @ts-ignore: decorator
@inline
function distance(words: v128): v128 {
  return f32x4.sqrt(f32x4.mul(f32x4.splat(-2), log4(share(i32x4.shr_u(words, 9)))));
}

/** A quarter of a turn by bits 7 … 29, around 0: a word's upper two bits say which quarter. */
// @ts-ignore: decorator
@inline
function angle(words: v128): v128 {
  const part = share(i32x4.shr_u(i32x4.shl(words, 2), 9));
  return f32x4.mul(f32x4.sub(part, f32x4.splat(0.5)), f32x4.splat(1.5707963267948966));
}

/** (n + ½) / 2²³, without rounding. */
// @ts-ignore: decorator
@inline
function share(n: v128): v128 {
  return f32x4.mul(f32x4.add(f32x4.convert_i32x4_s(n), f32x4.splat(0.5)), f32x4.splat(1.1920928955078125e-7));
}

/** The cosine of the angle, turned by the quarters. */
// @ts-ignore: decorator
@inline
function cosine(words: v128): v128 {
  const turned = angle(words);
  const odd = i32x4.shr_s(i32x4.shl(words, 1), 31);
  const size = v128.bitselect(sin4(turned), cos4(turned), odd);
  // Negative in the second and third quarter, of 0 … 3.
  const sign = v128.xor(words, i32x4.shl(words, 1));
  return v128.xor(size, v128.and(sign, i32x4.splat(0x80000000)));
}

// @ts-ignore: decorator
@inline
function sine(words: v128): v128 {
  const turned = angle(words);
  const odd = i32x4.shr_s(i32x4.shl(words, 1), 31);
  const size = v128.bitselect(cos4(turned), sin4(turned), odd);
  return v128.xor(size, v128.and(words, i32x4.splat(0x80000000)));
}
