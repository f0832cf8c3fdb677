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

import { maxOfFourVectors } from "./max-pool2d";
import { multiplyAdd } from "./simd";

/** Bytes at the start of a workspace: 16 constants, and the table between two passes. */
const TABLE: usize = 64;
export const ZEROS: usize = TABLE + 36 * 16;
/** Planes are this much farther apart than they are long, lest their rows share cache sets. */
export const PLANE_GAP: usize = 64;

/** Terms that are added in one chain; sums of more are added up afterwards. */
export const CHAIN: i32 = 128;

/** Adds eight sums to those at `to`. */
// @ts-ignore: decorator
@inline
export function addRow(to: usize, from: usize): void {
  v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
  v128.store(to, f32x4.add(v128.load(to, 16), v128.load(from, 16)), 16);
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

/** Six values times Bᵀ, to six places `step` apart. */
// @ts-ignore: decorator
@inline
function transformInput(
  d0: v128, d1: v128, d2: v128, d3: v128, d4: v128, d5: v128,
  c4: v128, m4: v128, m5: v128, c2: v128, m2: v128, to: usize, step: usize,
): void {
  v128.store(to, multiplyAdd(c4, d0, multiplyAdd(m5, d2, d4)));
  const even = multiplyAdd(m4, d2, d4), odd = multiplyAdd(m4, d1, d3);
  v128.store(to + step, f32x4.add(even, odd));
  v128.store(to + 2 * step, f32x4.sub(even, odd));
  const sum = f32x4.sub(d4, d2), difference = f32x4.sub(d3, d1);
  v128.store(to + 3 * step, multiplyAdd(c2, difference, sum));
  v128.store(to + 4 * step, multiplyAdd(m2, difference, sum));
  v128.store(to + 5 * step, multiplyAdd(c4, d1, multiplyAdd(m5, d3, d5)));
}

/** Four values for one or two outputs, to the places of the points 0, 1, −1 and ∞. */
// @ts-ignore: decorator
@inline
function transformNarrowInput(d0: v128, d1: v128, d2: v128, d3: v128, c4: v128, m3: v128, to: usize, step: usize): void {
  v128.store(to, f32x4.mul(c4, f32x4.sub(d0, d2)));
  v128.store(to + step, f32x4.mul(m3, f32x4.add(d1, d2)));
  v128.store(to + 2 * step, f32x4.mul(m3, f32x4.sub(d2, d1)));
  v128.store(to + 5 * step, f32x4.sub(d3, d1));
}

/** The next of six points, or of the four that are used when there are one or two outputs. */
// @ts-ignore: decorator
@inline
function nextPoint(point: usize, all: bool): usize {
  return !all && point == 2 ? 5 : point + 1;
}

/**
 * Transforms the 6×6 pixels of an image from (top, left) on, zeros where it has none, for `rows` rows of `columns`
 * outputs. Four channels of component ξ go to `to` + ξ · plane; the next four `groupStep` bytes on.
 */
export function transformInputTile(
  workspace: usize, image: usize, height: i32, width: i32, channels: i32, top: i32, left: i32,
  rows: i32, columns: i32, to: usize, plane: usize, groupStep: usize,
): void {
  const high = rows > 2, wide = columns > 2;
  if (high && wide) transformPixels(workspace, image, height, width, channels, top, left, true, true, to, plane, groupStep);
  else transformPixels(workspace, image, height, width, channels, top, left, high, wide, to, plane, groupStep);
}

/** Made anew for whole tiles, where both flags are constants: nothing of the choice is left in the loops. */
// @ts-ignore: decorator
@inline
function transformPixels(
  workspace: usize, image: usize, height: i32, width: i32, channels: i32, top: i32, left: i32,
  high: bool, wide: bool, to: usize, plane: usize, groupStep: usize,
): void {
  const table = workspace + TABLE;
  const c4 = v128.load32_splat(workspace), m4 = v128.load32_splat(workspace, 4);
  const m5 = v128.load32_splat(workspace, 8), c2 = v128.load32_splat(workspace, 12);
  const m2 = v128.load32_splat(workspace, 16), m3 = v128.load32_splat(workspace, 48);
  const pixel = <usize>channels * 4;
  const seen = wide ? 6 : 4;
  const begin = max(0, -left), end = min(seen, width - left);
  let r0 = rowAddress(workspace, image, height, width, channels, top, left);
  let r1 = rowAddress(workspace, image, height, width, channels, top + 1, left);
  let r2 = rowAddress(workspace, image, height, width, channels, top + 2, left);
  let r3 = rowAddress(workspace, image, height, width, channels, top + 3, left);
  let r4 = rowAddress(workspace, image, height, width, channels, top + 4, left);
  let r5 = rowAddress(workspace, image, height, width, channels, top + 5, left);
  if (begin > 0 || end < seen) memory.fill(table, 0, 36 * 16);
  for (let group = channels; group > 0; group -= 4) {
    for (let column = begin; column < end; column++) {
      const at = <usize>column * pixel, place = table + <usize>column * 16;
      const d0 = v128.load(r0 + at), d1 = v128.load(r1 + at), d2 = v128.load(r2 + at), d3 = v128.load(r3 + at);
      if (high) {
        transformInput(
          d0, d1, d2, d3, v128.load(r4 + at), v128.load(r5 + at), c4, m4, m5, c2, m2, place, 6 * 16,
        );
      } else {
        transformNarrowInput(d0, d1, d2, d3, c4, m3, place, 6 * 16);
      }
    }
    for (let row: usize = 0; row < 6; row = nextPoint(row, high)) {
      const from = table + row * (6 * 16), into = to + row * 6 * plane;
      const d0 = v128.load(from), d1 = v128.load(from, 16), d2 = v128.load(from, 32), d3 = v128.load(from, 48);
      if (wide) {
        transformInput(
          d0, d1, d2, d3, v128.load(from, 64), v128.load(from, 80), c4, m4, m5, c2, m2, into, plane,
        );
      } else {
        transformNarrowInput(d0, d1, d2, d3, c4, m3, into, plane);
      }
    }
    r0 += 16;
    r1 += 16;
    r2 += 16;
    r3 += 16;
    r4 += 16;
    r5 += 16;
    to += groupStep;
  }
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

/** Six values times Aᵀ for four outputs, to places `step` apart. */
// @ts-ignore: decorator
@inline
function gatherFour(
  m0: v128, m1: v128, m2: v128, m3: v128, m4: v128, m5: v128,
  c2: v128, c4: v128, c8: v128, to: usize, step: usize,
): void {
  const s12 = f32x4.add(m1, m2), d12 = f32x4.sub(m1, m2);
  const s34 = f32x4.add(m3, m4), d34 = f32x4.sub(m3, m4);
  v128.store(to, f32x4.add(f32x4.add(m0, s12), s34));
  v128.store(to + step, multiplyAdd(c2, d34, d12));
  v128.store(to + 2 * step, multiplyAdd(c4, s34, s12));
  v128.store(to + 3 * step, f32x4.add(multiplyAdd(c8, d34, d12), m5));
}

/** Four values for two outputs. */
// @ts-ignore: decorator
@inline
function gatherTwo(m0: v128, m1: v128, m2: v128, m5: v128, to: usize, step: usize): void {
  v128.store(to, f32x4.add(m0, f32x4.add(m1, m2)));
  v128.store(to + step, f32x4.add(f32x4.sub(m1, m2), m5));
}

/** The first pass of a transform of components to outputs: `rows` rows of six vectors to the table. */
// @ts-ignore: decorator
@inline
function gatherRows(
  table: usize, from: usize, plane: usize, high: bool, wide: bool, c2: v128, c4: v128, c8: v128,
): void {
  for (let column: usize = 0; column < 6; column = nextPoint(column, wide)) {
    const component = from + column * plane, place = table + column * 16;
    const m0 = v128.load(component), m1 = v128.load(component + 6 * plane);
    const m2 = v128.load(component + 12 * plane), m5 = v128.load(component + 30 * plane);
    if (high) {
      const m3 = v128.load(component + 18 * plane), m4 = v128.load(component + 24 * plane);
      gatherFour(m0, m1, m2, m3, m4, m5, c2, c4, c8, place, 6 * 16);
    } else {
      gatherTwo(m0, m1, m2, m5, place, 6 * 16);
    }
  }
}

/**
 * Turns the 36 components of a tile, `plane` bytes apart, into its outputs, `rows` rows of `columns` pixels, which
 * are written to y, `pixel` bytes apart. `bias` may be 0.
 */
export function inverseOutputTile(
  workspace: usize, from: usize, plane: usize, filters: i32, bias: usize, floor: v128,
  y: usize, pixel: usize, yRow: usize, rows: i32, columns: i32,
): void {
  const high = rows > 2, wide = columns > 2;
  if (high && wide) gatherOutputs(workspace, from, plane, filters, bias, floor, y, pixel, yRow, rows, columns, true, true);
  else gatherOutputs(workspace, from, plane, filters, bias, floor, y, pixel, yRow, rows, columns, high, wide);
}

// @ts-ignore: decorator
@inline
function gatherOutputs(
  workspace: usize, from: usize, plane: usize, filters: i32, bias: usize, floor: v128,
  y: usize, pixel: usize, yRow: usize, rows: i32, columns: i32, high: bool, wide: bool,
): void {
  const table = workspace + TABLE;
  const c2 = v128.load32_splat(workspace, 12), c4 = v128.load32_splat(workspace);
  const c8 = v128.load32_splat(workspace, 20);
  for (let group = filters; group > 0; group -= 4) {
    gatherRows(table, from, plane, high, wide, c2, c4, c8);
    const start = bias ? v128.load(bias) : f32x4.splat(0);
    let table6 = table, to = y;
    for (let row = 0; row < rows; row++) {
      const m0 = v128.load(table6), m1 = v128.load(table6, 16), m2 = v128.load(table6, 32);
      const m5 = v128.load(table6, 80);
      const s12 = f32x4.add(f32x4.add(m1, m2), start), d12 = f32x4.add(f32x4.sub(m1, m2), start);
      if (wide) {
        const m3 = v128.load(table6, 48), m4 = v128.load(table6, 64);
        const s34 = f32x4.add(m3, m4), d34 = f32x4.sub(m3, m4);
        v128.store(to, f32x4.pmax(f32x4.add(f32x4.add(m0, s34), s12), floor));
        v128.store(to + pixel, f32x4.pmax(multiplyAdd(c2, d34, d12), floor));
        v128.store(to + 2 * pixel, f32x4.pmax(multiplyAdd(c4, s34, s12), floor));
        if (columns > 3) v128.store(to + 3 * pixel, f32x4.pmax(f32x4.add(multiplyAdd(c8, d34, d12), m5), floor));
      } else {
        v128.store(to, f32x4.pmax(f32x4.add(m0, s12), floor));
        if (columns > 1) v128.store(to + pixel, f32x4.pmax(f32x4.add(d12, m5), floor));
      }
      table6 += 6 * 16;
      to += yRow;
    }
    from += 16;
    y += 16;
    if (bias) bias += 16;
  }
}

/**
 * The same with the outputs pooled, 2 × 2 pixels to one: rows and columns are 2 or 4. Results and winners are
 * `filters` elements apart, their rows `yRow` elements; `window` is for pooling.
 */
export function inversePooledTile(
  workspace: usize, from: usize, plane: usize, width: i32, bias: usize, floor: v128,
  y: usize, winner: usize, filters: usize, yRow: usize, rows: i32, columns: i32, window: usize,
): void {
  const high = rows > 2, wide = columns > 2;
  if (high && wide) {
    poolOutputs(workspace, from, plane, width, bias, floor, y, winner, filters, yRow, window, true, true);
  } else {
    poolOutputs(workspace, from, plane, width, bias, floor, y, winner, filters, yRow, window, high, wide);
  }
}

// @ts-ignore: decorator
@inline
function poolOutputs(
  workspace: usize, from: usize, plane: usize, width: i32, bias: usize, floor: v128,
  y: usize, winner: usize, filters: usize, yRow: usize, window: usize, high: bool, wide: bool,
): void {
  const table = workspace + TABLE;
  const c2 = v128.load32_splat(workspace, 12), c4 = v128.load32_splat(workspace);
  const c8 = v128.load32_splat(workspace, 20);
  for (let group = width; group > 0; group -= 4) {
    gatherRows(table, from, plane, high, wide, c2, c4, c8);
    const start = bias ? v128.load(bias) : f32x4.splat(0);
    for (let row: usize = 0; row < <usize>(high ? 2 : 1); row++) {
      const at = table + row * (12 * 16), to = row * yRow;
      const p0 = v128.load(at), p1 = v128.load(at, 16), p2 = v128.load(at, 32), p5 = v128.load(at, 80);
      const q0 = v128.load(at, 96), q1 = v128.load(at, 112), q2 = v128.load(at, 128), q5 = v128.load(at, 176);
      const ps = f32x4.add(f32x4.add(p1, p2), start), pd = f32x4.add(f32x4.sub(p1, p2), start);
      const qs = f32x4.add(f32x4.add(q1, q2), start), qd = f32x4.add(f32x4.sub(q1, q2), start);
      if (wide) {
        const p3 = v128.load(at, 48), p4 = v128.load(at, 64), q3 = v128.load(at, 144), q4 = v128.load(at, 160);
        const ps34 = f32x4.add(p3, p4), pd34 = f32x4.sub(p3, p4);
        const qs34 = f32x4.add(q3, q4), qd34 = f32x4.sub(q3, q4);
        maxOfFourVectors(
          f32x4.add(f32x4.add(p0, ps34), ps), multiplyAdd(c2, pd34, pd),
          f32x4.add(f32x4.add(q0, qs34), qs), multiplyAdd(c2, qd34, qd),
          y + (to << 2), winner + to, floor, window,
        );
        const next = to + filters;
        maxOfFourVectors(
          multiplyAdd(c4, ps34, ps), f32x4.add(multiplyAdd(c8, pd34, pd), p5),
          multiplyAdd(c4, qs34, qs), f32x4.add(multiplyAdd(c8, qd34, qd), q5),
          y + (next << 2), winner + next, floor, window,
        );
      } else {
        maxOfFourVectors(
          f32x4.add(p0, ps), f32x4.add(pd, p5), f32x4.add(q0, qs), f32x4.add(qd, q5),
          y + (to << 2), winner + to, floor, window,
        );
      }
    }
    from += 16;
    y += 16;
    winner += 4;
    if (bias) bias += 16;
  }
}

/** Up to four values times G, to six places `step` apart; `last` is what the point at infinity sees. */
// @ts-ignore: decorator
@inline
function transformFilter(
  g0: v128, g1: v128, g2: v128, g3: v128, last: v128, quarter: v128, minusSixth: v128,
  twentyFourth: v128, twelfth: v128, sixth: v128, third: v128, to: usize, step: usize,
): void {
  v128.store(to, f32x4.mul(quarter, g0));
  const even = f32x4.mul(minusSixth, f32x4.add(g0, g2)), odd = f32x4.mul(minusSixth, f32x4.add(g1, g3));
  v128.store(to + step, f32x4.add(even, odd));
  v128.store(to + 2 * step, f32x4.sub(even, odd));
  const even2 = multiplyAdd(twentyFourth, g0, f32x4.mul(sixth, g2));
  const odd2 = multiplyAdd(twelfth, g1, f32x4.mul(third, g3));
  v128.store(to + 3 * step, f32x4.add(even2, odd2));
  v128.store(to + 4 * step, f32x4.sub(even2, odd2));
  v128.store(to + 5 * step, last);
}

/** Two values that take the place of a filter, to the places of the points 0, 1, −1 and ∞. */
// @ts-ignore: decorator
@inline
function transformNarrowFilter(g0: v128, g1: v128, quarter: v128, minusSixth: v128, to: usize, step: usize): void {
  v128.store(to, f32x4.mul(quarter, g0));
  v128.store(to + step, f32x4.mul(minusSixth, f32x4.add(g0, g1)));
  v128.store(to + 2 * step, f32x4.mul(minusSixth, f32x4.sub(g0, g1)));
  v128.store(to + 5 * step, g1);
}

/** Transforms 3×3 vectors, 32 bytes apart from `from` on, to components `plane` bytes apart. */
export function transformFilter3x3(workspace: usize, from: usize, to: usize, plane: usize): void {
  const table = workspace + TABLE;
  const quarter = v128.load32_splat(workspace, 24), minusSixth = v128.load32_splat(workspace, 28);
  const twentyFourth = v128.load32_splat(workspace, 32), twelfth = v128.load32_splat(workspace, 36);
  const sixth = v128.load32_splat(workspace, 40), third = v128.load32_splat(workspace, 44);
  const zero = f32x4.splat(0);
  for (let column: usize = 0; column < 3; column++) {
    const g2 = v128.load(from, 192);
    transformFilter(
      v128.load(from), v128.load(from, 96), g2, zero, g2,
      quarter, minusSixth, twentyFourth, twelfth, sixth, third, table + column * 16, 96,
    );
    from += 32;
  }
  for (let row: usize = 0; row < 6; row++) {
    const g2 = v128.load(table + row * 96, 32);
    transformFilter(
      v128.load(table + row * 96), v128.load(table + row * 96, 16), g2, zero, g2,
      quarter, minusSixth, twentyFourth, twelfth, sixth, third, to + row * 6 * plane, plane,
    );
  }
}

/**
 * Transforms the 4×4 pixels of dy from (top, left) on, which take the place of a filter. Components
 * go to panels of eight filters: `to` + ξ · plane, the next eight `panelStep` bytes on.
 */
export function transformGradientTile(
  workspace: usize, image: usize, height: i32, width: i32, filters: i32, top: i32, left: i32,
  to: usize, plane: usize, panelStep: usize,
): void {
  const high = height - top > 2, wide = width - left > 2;
  if (high && wide) transformSlopes(workspace, image, height, width, filters, top, left, true, true, to, plane, panelStep);
  else transformSlopes(workspace, image, height, width, filters, top, left, high, wide, to, plane, panelStep);
}

// @ts-ignore: decorator
@inline
function transformSlopes(
  workspace: usize, image: usize, height: i32, width: i32, filters: i32, top: i32, left: i32,
  high: bool, wide: bool, to: usize, plane: usize, panelStep: usize,
): void {
  const table = workspace + TABLE;
  const quarter = v128.load32_splat(workspace, 24), minusSixth = v128.load32_splat(workspace, 28);
  const twentyFourth = v128.load32_splat(workspace, 32), twelfth = v128.load32_splat(workspace, 36);
  const sixth = v128.load32_splat(workspace, 40), third = v128.load32_splat(workspace, 44);
  const pixel = <usize>filters * 4;
  const seen = wide ? 4 : 2, columns = min(seen, width - left);
  let r0 = rowAddress(workspace, image, height, width, filters, top, left);
  let r1 = rowAddress(workspace, image, height, width, filters, top + 1, left);
  let r2 = rowAddress(workspace, image, height, width, filters, top + 2, left);
  let r3 = rowAddress(workspace, image, height, width, filters, top + 3, left);
  if (columns < seen) memory.fill(table, 0, 36 * 16);
  for (let filter = 0; filter < filters; filter += 4) {
    for (let column = 0; column < columns; column++) {
      const at = <usize>column * pixel, place = table + <usize>column * 16;
      const g0 = v128.load(r0 + at), g1 = v128.load(r1 + at);
      if (high) {
        const g3 = v128.load(r3 + at);
        transformFilter(
          g0, g1, v128.load(r2 + at), g3, g3,
          quarter, minusSixth, twentyFourth, twelfth, sixth, third, place, 64,
        );
      } else {
        transformNarrowFilter(g0, g1, quarter, minusSixth, place, 64);
      }
    }
    const panel = to + <usize>(filter >> 3) * panelStep + <usize>((filter & 4) << 2);
    for (let row: usize = 0; row < 6; row = nextPoint(row, high)) {
      const from = table + row * 64, into = panel + row * 6 * plane;
      const g0 = v128.load(from), g1 = v128.load(from, 16);
      if (wide) {
        const g3 = v128.load(from, 48);
        transformFilter(
          g0, g1, v128.load(from, 32), g3, g3,
          quarter, minusSixth, twentyFourth, twelfth, sixth, third, into, plane,
        );
      } else {
        transformNarrowFilter(g0, g1, quarter, minusSixth, into, plane);
      }
    }
    r0 += 16;
    r1 += 16;
    r2 += 16;
    r3 += 16;
  }
}

/** Six values times Aᵀ for three outputs, to places `step` apart. */
// @ts-ignore: decorator
@inline
function gatherThree(
  m0: v128, m1: v128, m2: v128, m3: v128, m4: v128, m5: v128, c2: v128, c4: v128, to: usize, step: usize,
): void {
  const s12 = f32x4.add(m1, m2), d12 = f32x4.sub(m1, m2);
  const s34 = f32x4.add(m3, m4), d34 = f32x4.sub(m3, m4);
  v128.store(to, f32x4.add(f32x4.add(m0, s12), s34));
  v128.store(to + step, multiplyAdd(c2, d34, d12));
  v128.store(to + 2 * step, f32x4.add(multiplyAdd(c4, s34, s12), m5));
}

/** Turns 36 components of four filters into their 3×3 gradient, taps `tap` bytes apart. */
export function inverseGradient(workspace: usize, from: usize, plane: usize, to: usize, tap: usize): void {
  const table = workspace + TABLE;
  const c2 = v128.load32_splat(workspace, 12), c4 = v128.load32_splat(workspace);
  for (let column: usize = 0; column < 6; column++) {
    const component = from + column * plane;
    gatherThree(
      v128.load(component), v128.load(component + 6 * plane), v128.load(component + 12 * plane),
      v128.load(component + 18 * plane), v128.load(component + 24 * plane),
      v128.load(component + 30 * plane), c2, c4, table + column * 16, 96,
    );
  }
  for (let row: usize = 0; row < 3; row++) {
    const at = table + row * 96;
    gatherThree(
      v128.load(at), v128.load(at, 16), v128.load(at, 32), v128.load(at, 48), v128.load(at, 64),
      v128.load(at, 80), c2, c4, to + row * 3 * tap, tap,
    );
  }
}
