/** The learning rate of each step; 0 is the first one that a trainer takes. */
export type Schedule = (step: number) => number;

/** From `begin` to `end` along half a cosine, as `progress` goes from 0 to 1. */
export function alongCosine(begin: number, end: number, progress: number): number {
  return end + ((begin - end) / 2) * (1 + Math.cos(Math.PI * progress));
}
