/**
 * Philox 4×32-10, a counter-based generator: block `i` of a stream is a pure function of (key, i),
 * so nothing depends on the order of calls and any position can be reached at once.
 * Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
 */

/** Two 32-bit words that name a stream. */
export type Key = readonly [number, number];

/** Writes the four 32-bit words of block (`c0`, `c1`, 0, 0) under `key` to `out`. */
export function philox(key: Key, c0: number, c1: number, out: Uint32Array): void {
  let [k0, k1] = key;
  let x0 = c0 >>> 0;
  let x1 = c1 >>> 0;
  let x2 = 0;
  let x3 = 0;
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(0xd2511f53, x0);
    const low0 = Math.imul(0xd2511f53, x0) >>> 0;
    const high1 = multiplyHigh(0xcd9e8d57, x2);
    const low1 = Math.imul(0xcd9e8d57, x2) >>> 0;
    x0 = (high1 ^ x1 ^ k0) >>> 0;
    x1 = low1;
    x2 = (high0 ^ x3 ^ k1) >>> 0;
    x3 = low0;
    k0 = (k0 + 0x9e3779b9) >>> 0;
    k1 = (k1 + 0xbb67ae85) >>> 0;
  }
  out[0] = x0;
  out[1] = x1;
  out[2] = x2;
  out[3] = x3;
}

/** Upper 32 bits of the 64-bit product of two unsigned 32-bit integers. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = aLow * bHigh + (middle % 0x10000);
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(carry / 0x10000)) >>> 0;
}

/** The key of a stream: a hash (FNV-1a, 64 bits in two words) of a seed and what the numbers are for. */
export function streamKey(seed: number, ...purpose: readonly (string | number)[]): Key {
  let a = 0x811c9dc5;
  let b = 0xcbf29ce4;
  for (const part of [seed, ...purpose]) {
    for (const char of `${part}/`) {
      const code = char.codePointAt(0)!;
      a = Math.imul(a ^ code, 0x01000193) >>> 0;
      b = Math.imul(b ^ code ^ (a >>> 15), 0x85ebca6b) >>> 0;
    }
  }
  return [a, b];
}

/** Random numbers read one after another from one stream. */
export class RandomStream {
  readonly #key: Key;
  readonly #block = new Uint32Array(4);
  #position = 0;

  constructor(key: Key) {
    this.#key = key;
  }

  /** A whole number, uniform in 0 … 2³² − 1. */
  word(): number {
    const lane = this.#position % 4;
    if (lane === 0) {
      const block = Math.floor(this.#position / 4);
      philox(this.#key, block % 0x1_0000_0000, Math.floor(block / 0x1_0000_0000), this.#block);
    }
    this.#position++;
    return this.#block[lane]!;
  }

  /** Uniform in [low, high). */
  uniform(low = 0, high = 1): number {
    return low + (high - low) * (this.word() / 0x1_0000_0000);
  }

  /** A whole number, uniform in 0 … bound − 1. */
  integer(bound: number): number {
    return Math.floor(this.uniform() * bound);
  }

  /** Normally distributed, by Box and Muller's transform. */
  normal(mean = 0, deviation = 1): number {
    const radius = Math.sqrt(-2 * Math.log((this.word() + 1) / 0x1_0000_0001));
    return mean + deviation * radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Puts `items` in a random order, in place (Fisher and Yates), and returns them. */
  shuffle<T extends { length: number; [index: number]: unknown }>(items: T): T {
    for (let last = items.length - 1; last > 0; last--) {
      const other = this.integer(last + 1);
      const kept = items[last];
      items[last] = items[other];
      items[other] = kept;
    }
    return items;
  }
}

/**
 * The stream for a purpose: the same seed and purpose always give the same numbers.
 * @example randomStream(42, 'shuffle', epoch).shuffle(order)
 */
export function randomStream(seed: number, ...purpose: readonly (string | number)[]): RandomStream {
  return new RandomStream(streamKey(seed, ...purpose));
}
