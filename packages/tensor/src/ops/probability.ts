/** Probabilities are kept away from 0 and 1 by this much before a logarithm, as in Keras; as 32-bit floats. */
export const SMALLEST_PROBABILITY = Math.fround(1e-7);
export const LARGEST_PROBABILITY = Math.fround(1 - 1e-7);

/** A probability whose logarithm, and that of its complement, is finite. NaN stays NaN. */
export function clipped(probability: number): number {
  return Math.min(LARGEST_PROBABILITY, Math.max(SMALLEST_PROBABILITY, probability));
}
