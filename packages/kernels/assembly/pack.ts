// Packing: matrices are laid out in the order in which the inner loops read them.

import { PackPanels } from "./generated/fields";
import { loadSome } from "./elements";
import { claim } from "./share";
import { chunksOf } from "./simd";

/** Rows of eight, of one panel or of all together, that one chunk packs. */
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
  // Where a row of the matrix goes to all the panels, they are packed together, and else one by one.
  const together = f.widthStride == 1 ? max(1, panels) : 1, groups = panels / together;
  const grain = max(4, (GRAIN / together) & ~3);
  const chunks = groups * max(1, chunksOf(f.depth, grain));
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const panel = (chunk % groups) * together;
    packBlock(f, panel, panel + together, (chunk / groups) * grain, grain);
  }
}

function packBlock(f: PackPanels, panel: i32, panelEnd: i32, begin: i32, grain: i32): void {
  const depth = f.depth, depthStride = f.depthStride, widthStride = f.widthStride;
  const count = min(grain, depth - begin);
  const width = min(f.width, panelEnd * 8) - panel * 8;
  const pitch = panelBytes(f.rows * f.columns * depth);
  const to = f.panels + <usize>panel * pitch;
  if (begin == 0) packBiases(to, pitch, f.bias ? f.bias + <usize>panel * 32 : 0, width);
  const origin = f.origin + begin * depthStride + panel * 8 * widthStride;
  for (let row = 0; row < f.rows; row++) {
    for (let column = 0; column < f.columns; column++) {
      const from = f.source + <usize>((origin + row * f.rowStride + column * f.columnStride) << 2);
      const into = to + 32 + (<usize>((row * f.columns + column) * depth + begin) << 5);
      if (widthStride == 1) packEights(into, pitch, from, width, count, depthStride);
      else if (depthStride == 1) packTransposed(into, pitch, from, width, count, widthStride);
      else packElements(into, from, count, width, depthStride, widthStride);
    }
  }
}

function packBiases(to: usize, pitch: usize, from: usize, width: i32): void {
  for (let panel = 0; panel < width; panel += 8) {
    for (let j = 0; j < 8; j++) {
      const at = panel + j;
      store<f32>(to + (<usize>j << 2), from && at < width ? load<f32>(from + (<usize>at << 2)) : 0);
    }
    to += pitch;
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

/**
 * Lays `count` rows of `width` columns, `stride` elements apart, out in panels of eight columns,
 * `panel` bytes apart, zeros beyond `width`. Four rows at a time go through all the panels, so that
 * reads and writes both go to lines next to each other.
 */
export function packEights(to: usize, panel: usize, from: usize, width: i32, count: i32, stride: i32): void {
  const step = <usize>(stride << 2);
  const start = to, whole = <usize>(width >> 3) * panel;
  let i = count;
  for (; i >= 4; i -= 4) {
    let p0 = from, p1 = p0 + step, p2 = p1 + step, p3 = p2 + step;
    for (let at = to, end = to + whole; at < end; at += panel) {
      copy8(at, p0);
      copy8(at + 32, p1);
      copy8(at + 64, p2);
      copy8(at + 96, p3);
      p0 += 32;
      p1 += 32;
      p2 += 32;
      p3 += 32;
    }
    from += 4 * step;
    to += 128;
  }
  for (; i > 0; i--) {
    let p = from;
    for (let at = to, end = to + whole; at < end; at += panel) {
      copy8(at, p);
      p += 32;
    }
    from += step;
    to += 32;
  }
  if (!(width & 7)) return;
  packElements(start + whole, from - <usize>count * step + (<usize>(width & ~7) << 2), count, width & 7, stride, 1);
}

// @ts-ignore: decorator
@inline
function copy8(to: usize, from: usize): void {
  v128.store(to, v128.load(from));
  v128.store(to, v128.load(from, 16), 16);
}

/** The same in panels of four columns. */
export function packFours(to: usize, from: usize, width: i32, count: i32, stride: i32): void {
  const step = <usize>(stride << 2), panel = <usize>count << 4;
  const whole = <usize>(width >> 2) * panel, rest = <usize>(width & 3) << 2;
  let i = count;
  for (; i >= 4; i -= 4) {
    let p0 = from, p1 = p0 + step, p2 = p1 + step, p3 = p2 + step;
    for (let at = to, end = to + whole; at < end; at += panel) {
      v128.store(at, v128.load(p0));
      v128.store(at, v128.load(p1), 16);
      v128.store(at, v128.load(p2), 32);
      v128.store(at, v128.load(p3), 48);
      p0 += 16;
      p1 += 16;
      p2 += 16;
      p3 += 16;
    }
    if (rest) {
      v128.store(to + whole, loadSome(p0, rest));
      v128.store(to + whole, loadSome(p1, rest), 16);
      v128.store(to + whole, loadSome(p2, rest), 32);
      v128.store(to + whole, loadSome(p3, rest), 48);
    }
    from += 4 * step;
    to += 64;
  }
  for (; i > 0; i--) {
    let p = from;
    for (let at = to, end = to + whole; at < end; at += panel) {
      v128.store(at, v128.load(p));
      p += 16;
    }
    if (rest) v128.store(to + whole, loadSome(p, rest));
    from += step;
    to += 16;
  }
}

/** Panels of eight columns of the transpose of a matrix of `width` rows, `stride` elements apart. */
export function packTransposed(to: usize, panel: usize, from: usize, width: i32, count: i32, stride: i32): void {
  for (; width > 0; width -= 8) {
    if (width >= 8) transpose(to, 32, from, <usize>(stride << 2), 8, count);
    else packElements(to, from, count, width, 1, stride);
    from += <usize>(stride << 5);
    to += panel;
  }
}

/** Writes a matrix's columns as rows; both have their rows so many bytes apart. */
export function transpose(to: usize, toRow: usize, from: usize, fromRow: usize, rows: i32, columns: i32): void {
  for (; columns >= 4; columns -= 4) {
    let source = from, target = to, left = rows;
    for (; left >= 4; left -= 4) {
      transpose4x4(target, toRow, source, fromRow);
      source += 4 * fromRow;
      target += 16;
    }
    if (left > 0) transposeElements(target, toRow, source, fromRow, left, 4);
    from += 16;
    to += 4 * toRow;
  }
  if (columns > 0) transposeElements(to, toRow, from, fromRow, rows, columns);
}

function transposeElements(to: usize, toRow: usize, from: usize, fromRow: usize, rows: i32, columns: i32): void {
  for (let j = 0; j < columns; j++) {
    let source = from + (<usize>j << 2), target = to;
    for (let i = 0; i < rows; i++) {
      store<f32>(target, load<f32>(source));
      source += fromRow;
      target += 4;
    }
    to += toRow;
  }
}

// @ts-ignore: decorator
@inline
function transpose4x4(to: usize, toRow: usize, from: usize, fromRow: usize): void {
  const r0 = v128.load(from), r1 = v128.load(from + fromRow);
  const r2 = v128.load(from + 2 * fromRow), r3 = v128.load(from + 3 * fromRow);
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5), high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
  v128.store(to + toRow, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
  v128.store(to + 2 * toRow, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
  v128.store(to + 3 * toRow, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
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
