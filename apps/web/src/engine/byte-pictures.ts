/** The largest size of a number. */
export function largest(data: Float32Array): number {
  return data.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
}

/** Sizes of numbers as shares of the largest, a byte each. */
export function bytesUpTo(data: Float32Array, most: number): Uint8Array {
  return Uint8Array.from(data, (value) => byteOf(value, most));
}

/** The size of a number, as a share of the largest. */
export function byteOf(value: number, most: number): number {
  return most > 0 ? Math.round((255 * Math.abs(value)) / most) : 0;
}
