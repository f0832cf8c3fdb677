import type { Sizes } from './sizes.ts';

/**
 * The smallest sizes for which `fails` still holds: halves or decrements one whole number at a time for as
 * long as something changes.
 */
export async function shrink(sizes: Sizes, fails: (sizes: Sizes) => Promise<boolean>): Promise<Sizes> {
  for (const candidate of smaller(sizes)) {
    if (await fails(candidate)) return await shrink(candidate, fails);
  }
  return sizes;
}

function* smaller(sizes: Sizes): Generator<Sizes> {
  for (const [name, value] of Object.entries(sizes)) {
    if (typeof value !== 'number' || !Number.isInteger(value) || value <= 0) continue;
    const half = Math.floor(value / 2);
    yield { ...sizes, [name]: half };
    if (half !== value - 1) yield { ...sizes, [name]: value - 1 };
  }
}
