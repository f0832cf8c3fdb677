// Winograd's transforms of filters, and of what takes their place or comes of them in the filter gradient.

import { multiplyAdd } from "./simd";
import { nextPoint, rowAddress, TABLE } from "./winograd";

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

/** Transforms 3×3 vectors, `plane` bytes apart from `at` on, to 36 components in their place and behind. */
export function transformFilter3x3(workspace: usize, at: usize, plane: usize): void {
  const table = workspace + TABLE;
  const quarter = v128.load32_splat(workspace, 24), minusSixth = v128.load32_splat(workspace, 28);
  const twentyFourth = v128.load32_splat(workspace, 32), twelfth = v128.load32_splat(workspace, 36);
  const sixth = v128.load32_splat(workspace, 40), third = v128.load32_splat(workspace, 44);
  const zero = f32x4.splat(0);
  for (let column: usize = 0; column < 3; column++) {
    const from = at + column * plane, g2 = v128.load(from + 6 * plane);
    transformFilter(
      v128.load(from), v128.load(from + 3 * plane), g2, zero, g2,
      quarter, minusSixth, twentyFourth, twelfth, sixth, third, table + column * 16, 96,
    );
  }
  for (let row: usize = 0; row < 6; row++) {
    const g2 = v128.load(table + row * 96, 32);
    transformFilter(
      v128.load(table + row * 96), v128.load(table + row * 96, 16), g2, zero, g2,
      quarter, minusSixth, twentyFourth, twelfth, sixth, third, at + row * 6 * plane, plane,
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
  if (high && wide) {
    transformSlopes(workspace, image, height, width, filters, top, left, true, true, to, plane, panelStep);
  } else {
    transformSlopes(workspace, image, height, width, filters, top, left, high, wide, to, plane, panelStep);
  }
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
