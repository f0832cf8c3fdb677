import type { NdArray, Tensor } from '@cnn/tensor';

/** How far a result is from what it should be, at worst. */
export interface Difference {
  readonly absolute: number;
  /** In units of the largest finite value of the result, or of its magnitude if that is larger. */
  readonly relative: number;
  /** In units in the last place of the 32-bit float that is expected. */
  readonly ulps: number;
  /** The element with the largest absolute difference; −1 when there is none. */
  readonly at: number;
}

/** Compares element by element. NaN equals NaN only; anything else in its place is infinitely far away. */
export function compare(actual: Tensor, expected: NdArray | Tensor, magnitude = 0): Difference {
  let largest = Math.max(magnitude, 1e-30);
  for (const value of expected.data) {
    if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  }
  let [absolute, ulps, at] = [0, 0, -1];
  for (let i = 0; i < expected.data.length; i++) {
    const distance = distanceBetween(actual.data[i]!, expected.data[i]!);
    if (distance > absolute) [absolute, at] = [distance, i];
    ulps = Math.max(ulps, inUlps(distance, expected.data[i]!));
  }
  return { absolute, relative: absolute / largest, ulps, at };
}

/** The larger of each. */
export function worst(a: Difference, b: Difference): Difference {
  return {
    absolute: Math.max(a.absolute, b.absolute),
    relative: Math.max(a.relative, b.relative),
    ulps: Math.max(a.ulps, b.ulps),
    at: b.at,
  };
}

/** The first element of which the bits differ, all NaN counting as one; −1 when none does. */
export function firstOtherBits(actual: Tensor, expected: Tensor): number {
  for (let i = 0; i < expected.data.length; i++) {
    if (!Object.is(actual.data[i], expected.data[i])) return i;
  }
  return -1;
}

function distanceBetween(actual: number, expected: number): number {
  // An f64 that is too large for 32 bits is right to be infinite.
  if (!Number.isFinite(actual) && Object.is(actual, Math.fround(expected))) return 0;
  const distance = Math.abs(actual - expected);
  return Number.isNaN(distance) ? Infinity : distance;
}

/** A distance in multiples of that from what is expected to the next 32-bit float. */
function inUlps(distance: number, expected: number): number {
  if (distance === 0 || distance === Infinity) return distance;
  const exponent = Math.max(-126, Math.floor(Math.log2(Math.abs(expected))));
  return distance / 2 ** (exponent - 23);
}
