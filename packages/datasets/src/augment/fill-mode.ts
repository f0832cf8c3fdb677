/** Where in 0 … size − 1 a place beyond is found; -1: nowhere. */
export type PlaceWithin = (place: number, size: number) => number;

/** What lies beyond the edges of an image, by Keras' names; shown for pixels a b c d. */
export const fillModes = {
  /** d c b a · a b c d · d c b a */
  reflect: (place, size) => {
    const within = modulo(place, 2 * size);
    return within < size ? within : 2 * size - 1 - within;
  },
  /** a b c d · a b c d · a b c d */
  wrap: modulo,
  /** a a a a · a b c d · d d d d */
  nearest: (place, size) => Math.min(Math.max(place, 0), size - 1),
  /** A value that is chosen. */
  constant: () => -1,
} as const satisfies Readonly<Record<string, PlaceWithin>>;

export type FillMode = keyof typeof fillModes;

function modulo(place: number, size: number): number {
  return ((place % size) + size) % size;
}
