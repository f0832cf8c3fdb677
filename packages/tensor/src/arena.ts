/** How long a buffer is needed: from the first to the last step, both included. */
export interface Lifetime {
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
}

/** Buffers begin on cache lines. */
export const ALIGNMENT = 64;

export function align(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

/**
 * Gives every buffer an offset such that buffers needed at the same time do not overlap, in little
 * memory: the largest first, each at the lowest offset that is free during its life.
 * Pisarchyk and Lee, "Efficient memory management for deep neural net inference", 2020 (greedy by size).
 */
export function arrange<Key>(lifetimes: ReadonlyMap<Key, Lifetime>): {
  offsets: Map<Key, number>;
  bytes: number;
} {
  const offsets = new Map<Key, number>();
  const placed: { begin: number; end: number; life: Lifetime }[] = [];
  const largestFirst = [...lifetimes].sort(([, a], [, b]) => b.bytes - a.bytes);
  let bytes = 0;
  for (const [key, life] of largestFirst) {
    const size = align(life.bytes);
    let begin = 0;
    for (const other of placed) {
      if (other.life.last < life.first || life.last < other.life.first) continue;
      if (begin + size <= other.begin) break;
      begin = Math.max(begin, other.end);
    }
    offsets.set(key, begin);
    bytes = Math.max(bytes, begin + size);
    const next = placed.findIndex((other) => other.begin > begin);
    placed.splice(next < 0 ? placed.length : next, 0, { begin, end: begin + size, life });
  }
  return { offsets, bytes };
}
