/** Where the pixel that comes to a place comes from: row · down + column · across + origin, as [row, column]. */
export interface Affine {
  readonly down: readonly [row: number, column: number];
  readonly across: readonly [row: number, column: number];
  readonly origin: readonly [row: number, column: number];
}

/** Where what was at a place comes to; no number where everything comes from one line or point. */
export function placeAfter(
  { down, across, origin }: Affine,
  row: number,
  column: number,
): [row: number, column: number] {
  const determinant = down[0] * across[1] - across[0] * down[1];
  const [y, x] = [row - origin[0], column - origin[1]];
  return [(y * across[1] - x * across[0]) / determinant, (x * down[0] - y * down[1]) / determinant];
}
