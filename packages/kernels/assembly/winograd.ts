// Winograd's minimal filtering, after Lavin and Gray, "Fast algorithms for convolutional neural
// networks", 2015: F(4×4, 3×3) for outputs and F(3×3, 4×4) for filter gradients. Both interpolate at
// 0, ±1, ±2 and ∞, so they share the transform of the 6×6 input tiles; in the transformed domain 36
// products replace 144. Every 2-D transform is two passes of a 1-D one, through a 6×6 table of vectors.
// All outputs of a tile depend on all of its inputs, so a NaN or an infinity among these becomes NaN
// in the whole tile of 4×4, not only where the filter covers it.
//
// Where a tile has one or two rows or columns of outputs, as on the right of an image of 14×14, it does without
// the points ±2, in this direction: F(2, 3). What remains is scaled as the six points are, so that the same
// transformed filters serve all tiles, and gradients of all tiles add up.

/** Bytes at the start of a workspace: 16 constants, and the table between two passes. */
export const TABLE: usize = 64;
const ZEROS: usize = TABLE + 36 * 16;
/** Planes are this much farther apart than they are long, lest their rows share cache sets. */
const PLANE_GAP: usize = 64;

/** Terms that are added in one chain; sums of more are added up afterwards. */
export const CHAIN: i32 = 128;

/** Adds rows of eight sums to those at `to`, `step` bytes apart. */
export function addRows(rows: i32, to: usize, step: usize, from: usize): void {
  for (; rows > 0; rows--) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
    v128.store(to, f32x4.add(v128.load(to, 16), v128.load(from, 16)), 16);
    to += step;
    from += 32;
  }
}

// @ts-ignore: decorator
@inline
export function planeBytes(rows: i32, columns: i32): usize {
  return <usize>(rows * columns) * 4 + PLANE_GAP;
}

/** Where the workspace goes on after the constants, the table and a row of six pixels of zeros. */
// @ts-ignore: decorator
@inline
export function afterZeros(workspace: usize, channels: i32): usize {
  return workspace + ZEROS + <usize>channels * 24;
}

/** Constants come from memory: as literals in a loop they would be built anew each time. */
export function writeConstants(workspace: usize, channels: i32): void {
  store<f32>(workspace, 4, 0);
  store<f32>(workspace, -4, 4);
  store<f32>(workspace, -5, 8);
  store<f32>(workspace, 2, 12);
  store<f32>(workspace, -2, 16);
  store<f32>(workspace, 8, 20);
  store<f32>(workspace, 0.25, 24);
  store<f32>(workspace, -1.0 / 6.0, 28);
  store<f32>(workspace, 1.0 / 24.0, 32);
  store<f32>(workspace, 1.0 / 12.0, 36);
  store<f32>(workspace, 1.0 / 6.0, 40);
  store<f32>(workspace, 1.0 / 3.0, 44);
  store<f32>(workspace, -3, 48);
  memory.fill(workspace + TABLE, 0, ZEROS - TABLE + <usize>channels * 24);
}

/** The next of six points, or of the four that are used when there are one or two outputs. */
// @ts-ignore: decorator
@inline
export function nextPoint(point: usize, all: bool): usize {
  return !all && point == 2 ? 5 : point + 1;
}

/** The pixels of a row from `left` on; a row of zeros where the image has none. */
// @ts-ignore: decorator
@inline
export function rowAddress(
  workspace: usize, image: usize, height: i32, width: i32, channels: i32, row: i32, left: i32,
): usize {
  if (row < 0 || row >= height) return workspace + ZEROS;
  return image + <usize>((row * width + left) * channels) * 4;
}
