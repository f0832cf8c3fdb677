import type { BoxAnswer, FoundBox, TrueBox } from '../engine/protocol/look.js';

/** What was found with at least such a score, and the objects that were not. */
export function surest(
  { found, truth = [] }: BoxAnswer,
  least: number,
): { readonly found: readonly FoundBox[]; readonly missed: readonly TrueBox[] } {
  const sure = found.filter(({ score }) => score >= least);
  const hit = new Set(sure.map(({ object }) => object));
  return { found: sure, missed: truth.filter((_, object) => !hit.has(object)) };
}
