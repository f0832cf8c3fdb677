// Matrix multiplication: y[m, n] = max(a[m, k] · b[k, n] + bias[n], floor).

import { Gemm, GemmSums } from "./generated/fields";
import { put, some } from "./elements";
import { packEights, packFours, packTransposed, panelBytes, transpose } from "./pack";
import { claim, workspace } from "./share";
import { chunksOf } from "./simd";
import { tile4x8 } from "./tile";
import { takeSix, tile6x8 } from "./tile6x8";

/** Rows that all the panels pass by before the next: few enough to stay in a cache, results and all. */
const ROWS: i32 = 36;
/** Columns of a row that one chunk of gemmSums adds up. */
const GRAIN: i32 = 256;

/**
 * A chunk is `blockRows` rows times `blockColumns` columns times `partBlocks` blocks of `blockTerms`
 * terms, rows and columns in multiples of 4 and 8. The right operand comes in panels of eight columns
 * if `bPacked` (see pack.ts); otherwise a chunk packs each block of terms into the workspace. The left
 * one is read where it lies, unless it is stored as [k, m]: then a chunk packs it into panels of four
 * rows.
 *
 * With `yTransposed` the result is stored as [n, m] and the biases are those of the m rows. Where the
 * terms are cut into parts, y has room for the sums of each, and gemmSums adds them up.
 */
export function gemm(f: Gemm): void {
  const columnBlocks = chunksOf(f.n, f.blockColumns);
  const partTerms = f.partBlocks * f.blockTerms, parts = max(1, chunksOf(f.k, partTerms));
  const chunks = chunksOf(f.m, f.blockRows) * columnBlocks * parts;
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const part = chunk % parts, block = chunk / parts;
    const row = (block / columnBlocks) * f.blockRows, column = (block % columnBlocks) * f.blockColumns;
    multiplyBlock(
      f, row, min(f.m, row + f.blockRows) - row, column, min(f.n, column + f.blockColumns) - column,
      part * partTerms, min(f.k, (part + 1) * partTerms), f.y + <usize>part * place(f.m, f.n, 0),
    );
  }
}

/** The workspace holds the sums until the last block of terms, and starts with the biases. */
function multiplyBlock(
  f: Gemm, row: i32, rows: i32, column: i32, columns: i32, begin: i32, end: i32, y: usize,
): void {
  const biases = workspace();
  const right = biases + (f.yTransposed ? place(f.blockRows, 8, 0) : place(1, f.blockColumns, 0));
  const left = right + (f.bPacked ? 0 : place(f.blockTerms, f.blockColumns, 0));
  const sums = left + (f.aTransposed ? place(f.blockTerms, (f.blockRows + 3) & ~3, 0) : 0);
  const sumRow = place(1, f.blockColumns, 0);
  if (f.yTransposed) spreadBiases(biases, f.bias, row, rows);
  else padBiases(biases, f.bias, column, columns);
  let term = begin;
  do {
    const terms = min(f.blockTerms, end - term), last = term + terms >= end;
    if (!f.bPacked) packRight(f, right, column, columns, term, terms);
    const panelPitch = f.bPacked ? panelBytes(f.k) : place(terms, 8, 0);
    const panels = f.bPacked ? f.b + <usize>(column >> 3) * panelPitch + place(term + 1, 8, 0) : right;
    if (f.aTransposed) packFours(left, f.a + place(term, f.m, row), rows, terms, f.m);
    const a = f.aTransposed ? left : f.a + place(row, f.k, term), aRow = f.aTransposed ? 4 : place(1, f.k, 0);
    const aNext = f.aTransposed ? place(terms, 4, 0) : 4 * aRow;
    const finished = last && !f.yTransposed;
    const c = finished ? y + place(row, f.n, column) : sums, cRow = finished ? place(1, f.n, 0) : sumRow;
    const start = term > begin ? sums : biases;
    const startRow: usize = term > begin ? sumRow : f.yTransposed ? 32 : 0;
    const startPanel: usize = term > begin || !f.yTransposed ? 32 : 0;
    const floor = f32x4.splat(last ? f.floor : -Infinity);
    for (let i = 0; i < rows; i += ROWS) {
      const iEnd = min(rows, i + ROWS);
      for (let panel = 0; panel < columns; panel += 8) {
        const p = <usize>(panel >> 3), width = finished ? columns - panel : 8;
        const b = panels + p * panelPitch, from = start + p * startPanel, to = c + p * 32;
        if (f.aTransposed) multiplyPanel<v128>(i, iEnd, a, aNext, aRow, b, terms, from, startRow, to, cRow, width, floor);
        else multiplyPanel<f32>(i, iEnd, a, aNext, aRow, b, terms, from, startRow, to, cRow, width, floor);
      }
    }
    term += terms;
  } while (term < end);
  if (f.yTransposed) transpose(y + place(column, f.m, row), place(1, f.m, 0), sums, sumRow, rows, columns);
}

function packRight(f: Gemm, to: usize, column: i32, columns: i32, term: i32, terms: i32): void {
  if (f.bTransposed) packTransposed(to, place(terms, 8, 0), f.b + place(column, f.k, term), columns, terms, f.k);
  else packEights(to, place(terms, 8, 0), f.b + place(term, f.n, column), columns, terms, f.n);
}

/**
 * Rows from `row` to `end` times eight columns, six or four at a time; where fewer are left, the last stands in for the
 * missing. Terms of a row are a T apart, and rows `aRow` bytes, but `aNext` from any four to the next.
 */
function multiplyPanel<T>(
  row: i32, end: i32, a: usize, aNext: usize, aRow: usize, b: usize, terms: i32,
  start: usize, startRow: usize, c: usize, cRow: usize, columns: i32, floor: v128,
): void {
  start += <usize>row * startRow;
  c += <usize>row * cRow;
  for (; takeSix(end - row); row += 6) {
    tile6x8<T>(
      rowAt(a, aNext, aRow, row), rowAt(a, aNext, aRow, row + 1), rowAt(a, aNext, aRow, row + 2),
      rowAt(a, aNext, aRow, row + 3), rowAt(a, aNext, aRow, row + 4), rowAt(a, aNext, aRow, row + 5),
      0, b, terms, 1, start, startRow,
      c, c + cRow, c + 2 * cRow, c + 3 * cRow, c + 4 * cRow, c + 5 * cRow, columns, floor,
    );
    start += 6 * startRow;
    c += 6 * cRow;
  }
  for (; row < end; row += 4) {
    const r3 = <usize>min(3, end - 1 - row), r1 = min(1, r3), r2 = min(2, r3);
    tile4x8(
      rowAt(a, aNext, aRow, row), rowAt(a, aNext, aRow, row + <i32>r1), rowAt(a, aNext, aRow, row + <i32>r2),
      rowAt(a, aNext, aRow, row + <i32>r3), sizeof<T>(), 0, b, 32, terms, 1,
      start, start + r1 * startRow, start + r2 * startRow, start + r3 * startRow,
      c, c + r1 * cRow, c + r2 * cRow, c + r3 * cRow, columns, floor,
    );
    start += 4 * startRow;
    c += 4 * cRow;
  }
}

// @ts-ignore: decorator
@inline
function rowAt(a: usize, aNext: usize, aRow: usize, row: i32): usize {
  return a + <usize>(row >> 2) * aNext + <usize>(row & 3) * aRow;
}

/** Bytes from the start of a matrix of `width` columns to an element. */
// @ts-ignore: decorator
@inline
function place(row: i32, width: i32, column: i32): usize {
  return (<usize>row * <usize>width + <usize>column) << 2;
}

/** The biases of `columns` columns, or zeros, to a multiple of eight. */
function padBiases(to: usize, bias: usize, column: i32, columns: i32): void {
  for (let j = 0; j < ((columns + 7) & ~7); j++) {
    store<f32>(to + place(0, 0, j), bias && j < columns ? load<f32>(bias + place(0, 0, column + j)) : 0);
  }
}

/** The bias of each of `rows` rows, or zero, eight times. */
function spreadBiases(to: usize, bias: usize, row: i32, rows: i32): void {
  for (let i = 0; i < rows; i++) {
    const value = f32x4.splat(bias ? load<f32>(bias + place(0, 0, row + i)) : 0);
    v128.store(to + place(i, 8, 0), value);
    v128.store(to + place(i, 8, 4), value);
  }
}

/** y[m, n] = max(the sum of `parts` matrices + bias[n], floor). */
export function gemmSums(f: GemmSums): void {
  const blocks = chunksOf(f.n, GRAIN), chunks = f.m * blocks;
  const part = place(f.m, f.n, 0), floor = f32x4.splat(f.floor);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const begin = (chunk % blocks) * GRAIN, end = min(f.n, begin + GRAIN);
    const row = place(chunk / blocks, f.n, 0);
    for (let column = begin; column < end; column += 4) {
      const at = row + place(0, 0, column), left = <usize>(end - column) * 4;
      let sum = f.bias ? some(f.bias + place(0, 0, column), left) : f32x4.splat(0);
      let from = f.sums + at;
      for (let i = f.parts; i > 0; i--) {
        sum = f32x4.add(sum, some(from, left));
        from += part;
      }
      put(f.y + at, f32x4.pmax(sum, floor), left);
    }
  }
}
