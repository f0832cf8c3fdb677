// Winograd's transform of the components to 4×4 outputs, or fewer where a tile is narrow or low.

import { maxOfFourVectors, storeMost } from "./max-of-four";
import { multiplyAdd } from "./simd";
import { nextPoint, TABLE } from "./winograd";

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

/** The first pass of a transform of components to outputs: four rows of six vectors to the table, two unless `high`. */
// @ts-ignore: decorator
@inline
function gatherRows(
  table: usize, from: usize, high: bool, wide: bool, c2: v128, c4: v128, c8: v128,
): void {
  for (let column: usize = 0; column < 6; column = nextPoint(column, wide)) {
    const component = from + column * 32, place = table + column * 16;
    const m0 = v128.load(component), m1 = v128.load(component, 192);
    const m2 = v128.load(component, 384), m5 = v128.load(component, 960);
    if (high) {
      const m3 = v128.load(component, 576), m4 = v128.load(component, 768);
      gatherFour(m0, m1, m2, m3, m4, m5, c2, c4, c8, place, 6 * 16);
    } else {
      gatherTwo(m0, m1, m2, m5, place, 6 * 16);
    }
  }
}

/**
 * Turns the 36 components of a tile into its outputs, `rows` rows of `columns` pixels, which are written to y,
 * `pixel` bytes apart. Panels of eight filters, in which components are 32 bytes apart, have `panelStep` bytes from
 * one to the next. `bias` may be 0.
 */
export function inverseOutputTile(
  workspace: usize, from: usize, panelStep: usize, filters: i32, bias: usize, floor: v128,
  y: usize, pixel: usize, yRow: usize, rows: i32, columns: i32,
): void {
  const high = rows > 2, wide = columns > 2;
  if (high && wide) gatherOutputs(workspace, from, panelStep, filters, bias, floor, y, pixel, yRow, rows, columns, true, true);
  else gatherOutputs(workspace, from, panelStep, filters, bias, floor, y, pixel, yRow, rows, columns, high, wide);
}

// @ts-ignore: decorator
@inline
function gatherOutputs(
  workspace: usize, from: usize, panelStep: usize, filters: i32, bias: usize, floor: v128,
  y: usize, pixel: usize, yRow: usize, rows: i32, columns: i32, high: bool, wide: bool,
): void {
  const table = workspace + TABLE;
  const c2 = v128.load32_splat(workspace, 12), c4 = v128.load32_splat(workspace);
  const c8 = v128.load32_splat(workspace, 20);
  let odd = false;
  for (let group = filters; group > 0; group -= 4) {
    gatherRows(table, from, high, wide, c2, c4, c8);
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
    from += odd ? panelStep - 16 : 16;
    odd = !odd;
    y += 16;
    if (bias) bias += 16;
  }
}

/**
 * The same with the outputs pooled, 2 × 2 pixels to one: rows and columns are 2 or 4. Results and winners are
 * `filters` elements apart, their rows `yRow` elements; `winner` may be 0, and `window` is for pooling.
 */
export function inversePooledTile(
  workspace: usize, from: usize, panelStep: usize, width: i32, bias: usize, floor: v128,
  y: usize, winner: usize, filters: usize, yRow: usize, rows: i32, columns: i32, window: usize,
): void {
  const high = rows > 2, wide = columns > 2;
  if (high && wide) {
    poolOutputs(workspace, from, panelStep, width, bias, floor, y, winner, filters, yRow, window, true, true);
  } else {
    poolOutputs(workspace, from, panelStep, width, bias, floor, y, winner, filters, yRow, window, high, wide);
  }
}

// @ts-ignore: decorator
@inline
function poolOutputs(
  workspace: usize, from: usize, panelStep: usize, width: i32, bias: usize, floor: v128,
  y: usize, winner: usize, filters: usize, yRow: usize, window: usize, high: bool, wide: bool,
): void {
  const table = workspace + TABLE;
  const c2 = v128.load32_splat(workspace, 12), c4 = v128.load32_splat(workspace);
  const c8 = v128.load32_splat(workspace, 20);
  let odd = false;
  for (let group = width; group > 0; group -= 4) {
    gatherRows(table, from, high, wide, c2, c4, c8);
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
        const a = f32x4.add(f32x4.add(p0, ps34), ps), b = multiplyAdd(c2, pd34, pd);
        const c = f32x4.add(f32x4.add(q0, qs34), qs), d = multiplyAdd(c2, qd34, qd);
        const e = multiplyAdd(c4, ps34, ps), f = f32x4.add(multiplyAdd(c8, pd34, pd), p5);
        const g = multiplyAdd(c4, qs34, qs), h = f32x4.add(multiplyAdd(c8, qd34, qd), q5);
        const next = to + filters;
        const left = f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
        const sums = f32x4.add(left, f32x4.add(f32x4.add(e, f), f32x4.add(g, h)));
        if (winner || v128.any_true(f32x4.ne(sums, sums))) {
          maxOfFourVectors(a, b, c, d, y + (to << 2), winner ? winner + to : 0, floor, window);
          maxOfFourVectors(e, f, g, h, y + (next << 2), winner ? winner + next : 0, floor, window);
        } else {
          storeMost(a, b, c, d, y + (to << 2), floor);
          storeMost(e, f, g, h, y + (next << 2), floor);
        }
      } else {
        maxOfFourVectors(
          f32x4.add(p0, ps), f32x4.add(pd, p5), f32x4.add(q0, qs), f32x4.add(qd, q5),
          y + (to << 2), winner ? winner + to : 0, floor, window,
        );
      }
    }
    from += odd ? panelStep - 16 : 16;
    odd = !odd;
    y += 16;
    if (winner) winner += 4;
    if (bias) bias += 16;
  }
}
