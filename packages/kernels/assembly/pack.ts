// Packing: matrices are laid out in the order in which the inner loops read them.

import { PackPanels } from "./generated/fields";
import { claim } from "./share";
import { chunksOf } from "./simd";

/** Positions along the depth that one chunk packs. */
const GRAIN: i32 = 1024;

/** Bytes of a panel of `terms` rows of eight, and the row of biases that it starts with. */
// @ts-ignore: decorator
@inline
export function panelBytes(terms: i32): usize {
  return <usize>(terms + 1) * 32;
}

/**
 * Lays a matrix out in panels of eight columns: [width/8][1 + rows·columns·depth][8], zeros beyond
 * `width`. The first row of a panel holds the biases of its columns, or zeros.
 *
 * An element (row, column, depth; width) lies at origin + the sum of index times stride, so filters
 * can be flipped, transposed and thinned out on the way; a plain matrix has one row and one column.
 */
export function packPanels(f: PackPanels): void {
  const panels = chunksOf(f.width, 8);
  const chunks = panels * max(1, chunksOf(f.depth, GRAIN));
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    packBlock(f, chunk % panels, (chunk / panels) * GRAIN);
  }
}

function packBlock(f: PackPanels, panel: i32, begin: i32): void {
  const depth = f.depth, depthStride = f.depthStride, widthStride = f.widthStride;
  const count = min(GRAIN, depth - begin);
  const width = min(8, f.width - panel * 8);
  const to = f.panels + <usize>panel * panelBytes(f.rows * f.columns * depth);
  if (begin == 0) packBias(to, f.bias ? f.bias + <usize>panel * 32 : 0, width);
  const origin = f.origin + begin * depthStride + panel * 8 * widthStride;
  for (let row = 0; row < f.rows; row++) {
    for (let column = 0; column < f.columns; column++) {
      const from = f.source + <usize>((origin + row * f.rowStride + column * f.columnStride) << 2);
      const into = to + 32 + (<usize>((row * f.columns + column) * depth + begin) << 5);
      if (width == 8 && widthStride == 1) packRows(into, from, count, depthStride);
      else if (width == 8 && depthStride == 1) packTransposed(into, from, count, widthStride);
      else packElements(into, from, count, width, depthStride, widthStride);
    }
  }
}

function packBias(to: usize, from: usize, width: i32): void {
  for (let j = 0; j < 8; j++) {
    store<f32>(to + (<usize>j << 2), from && j < width ? load<f32>(from + (<usize>j << 2)) : 0);
  }
}

export function packRows(to: usize, from: usize, count: i32, stride: i32): void {
  const step = <usize>(stride << 2);
  for (let i = count; i > 0; i--) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    from += step;
    to += 32;
  }
}

function packTransposed(to: usize, from: usize, count: i32, stride: i32): void {
  const step = <usize>(stride << 2);
  let i = count;
  for (; i >= 4; i -= 4) {
    transpose4x4(to, from, step);
    transpose4x4(to + 16, from + 4 * step, step);
    from += 16;
    to += 128;
  }
  packElements(to, from, i, 8, 1, stride);
}

/** Four rows of four, `step` bytes apart, to four columns 32 bytes apart. */
// @ts-ignore: decorator
@inline
function transpose4x4(to: usize, from: usize, step: usize): void {
  const r0 = v128.load(from), r1 = v128.load(from + step);
  const r2 = v128.load(from + 2 * step), r3 = v128.load(from + 3 * step);
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5), high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
  v128.store(to, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7), 32);
  v128.store(to, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5), 64);
  v128.store(to, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7), 96);
}

export function packElements(to: usize, from: usize, count: i32, width: i32, depthStride: i32, widthStride: i32): void {
  const step = <usize>(widthStride << 2);
  for (let i = 0; i < count; i++) {
    let source = from + <usize>((i * depthStride) << 2);
    for (let j = 0; j < 8; j++) {
      store<f32>(to, j < width ? load<f32>(source) : 0);
      source += step;
      to += 4;
    }
  }
}
