// Matrix multiplication: y[m, n] = max(a[m, k] · b[k, n] + bias[n], floor).

import { Gemm } from "./generated/fields";
import { panelBytes } from "./pack";
import { claim, workspace } from "./share";
import { chunksOf } from "./simd";
import { tile4x8 } from "./tile";

/** Terms that are summed before the next tile: a panel of as many stays in the first-level cache. */
const TERMS: i32 = 384;

/**
 * A chunk is `blockRows` rows times `blockPanels` panels of eight columns. The right matrix comes in
 * panels (see pack.ts), or with `bPacked` 0 as it is, which needs n to be a multiple of 8; the left
 * one as rows `aRow` apart, or with `aPacked` 1 transposed, in panels of eight rows.
 */
export function gemm(f: Gemm): void {
  const panels = chunksOf(f.n, 8);
  const panelBlocks = chunksOf(panels, f.blockPanels);
  const chunks = chunksOf(f.m, f.blockRows) * panelBlocks;
  const zeros = workspace();
  v128.store(zeros, f32x4.splat(0));
  v128.store(zeros, f32x4.splat(0), 16);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const row = (chunk / panelBlocks) * f.blockRows;
    const panel = (chunk % panelBlocks) * f.blockPanels;
    multiplyBlock(f, row, min(f.m, row + f.blockRows), panel, min(panels, panel + f.blockPanels), zeros);
  }
}

function multiplyBlock(f: Gemm, row: i32, rowEnd: i32, panel: i32, panelEnd: i32, zeros: usize): void {
  const terms = chunksOf(f.k, max(1, chunksOf(f.k, TERMS)));
  let begin = 0;
  do {
    const end = min(f.k, begin + terms);
    for (let p = panel; p < panelEnd; p++) {
      // A panel with fewer than eight columns is summed in one go, so that sums are resumed whole only.
      if (p * 8 + 8 <= f.n) multiplyPanel(f, row, rowEnd, p, begin, end, zeros);
      else if (begin == 0) multiplyPanel(f, row, rowEnd, p, 0, f.k, zeros);
    }
    begin = end;
  } while (begin < f.k);
}

function multiplyPanel(f: Gemm, row: i32, rowEnd: i32, panel: i32, begin: i32, end: i32, zeros: usize): void {
  const bStep: usize = f.bPacked ? 32 : <usize>f.n * 4;
  const bPanel = f.bPacked ? f.b + <usize>panel * panelBytes(f.k) : 0;
  const b = (f.bPacked ? bPanel + 32 : f.b + <usize>panel * 32) + <usize>begin * bStep;
  const bias = f.bPacked ? bPanel : f.bias ? f.bias + <usize>panel * 32 : zeros;
  const aPacked = f.aPacked, aPanel = panelBytes(f.k), aRow = <usize>f.aRow * 4;
  const aStep: usize = aPacked ? 32 : 4;
  const a = f.a + (aPacked ? 32 : 0) + <usize>begin * aStep;
  const yRow = <usize>f.n * 4;
  const y = f.y + <usize>panel * 32;
  const columns = min(8, f.n - panel * 8);
  const floor = f32x4.splat(end == f.k ? f.floor : -Infinity);
  for (; row < rowEnd; row += 4) {
    const r1 = min(row + 1, rowEnd - 1), r2 = min(row + 2, rowEnd - 1), r3 = min(row + 3, rowEnd - 1);
    const y0 = y + <usize>row * yRow, y1 = y + <usize>r1 * yRow;
    const y2 = y + <usize>r2 * yRow, y3 = y + <usize>r3 * yRow;
    tile4x8(
      aPacked ? packedRow(a, row, aPanel) : a + <usize>row * aRow,
      aPacked ? packedRow(a, r1, aPanel) : a + <usize>r1 * aRow,
      aPacked ? packedRow(a, r2, aPanel) : a + <usize>r2 * aRow,
      aPacked ? packedRow(a, r3, aPanel) : a + <usize>r3 * aRow,
      aStep, 0, b, bStep, end - begin, 1,
      begin ? y0 : bias, begin ? y1 : bias, begin ? y2 : bias, begin ? y3 : bias,
      y0, y1, y2, y3, columns, floor,
    );
  }
}

// @ts-ignore: decorator
@inline
function packedRow(a: usize, row: i32, panel: usize): usize {
  return a + <usize>(row >> 3) * panel + <usize>((row & 7) << 2);
}
