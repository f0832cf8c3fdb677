/** Of a class in an image. */
export interface ClassOverlap {
  readonly label: number;
  /** The share of the pixels that are taken for it, 0 to 1. */
  readonly share: number;
  /** Intersection over union with the true area, 0 to 1; undefined without a truth, or where neither has a pixel. */
  readonly overlap: number | undefined;
}

/** In a mask, what says nothing of a pixel. */
const unknown = 255;

/** How the areas of classes cover the true ones. */
export function overlapsOf(mask: Uint8Array, truth: Uint8Array | undefined, classes: number): ClassOverlap[] {
  return Array.from({ length: classes }, (_, label) => {
    let [taken, both, either] = [0, 0, 0];
    mask.forEach((seen, pixel) => {
      if (seen === label) taken++;
      const real = truth?.[pixel];
      if (real === undefined || real === unknown) return;
      if (seen === label || real === label) either++;
      if (seen === label && real === label) both++;
    });
    return { label, share: taken / mask.length, overlap: either > 0 ? both / either : undefined };
  });
}

/** Of the classes that are there, or are seen. */
export function meanOverlap(overlaps: readonly ClassOverlap[]): number | undefined {
  const known = overlaps.flatMap(({ overlap }) => overlap ?? []);
  return known.length > 0 ? known.reduce((sum, each) => sum + each, 0) / known.length : undefined;
}

/** 255 where a pixel is taken for another class than it is of, 0 elsewhere. */
export function mistakesIn(mask: Uint8Array, truth: Uint8Array): Uint8Array {
  return mask.map((label, pixel) => (truth[pixel] === label || truth[pixel] === unknown ? 0 : 255));
}
