// How matrix products are cut up and packed for the `gemm` kernel.

import type { Operand, Tape } from '../graph.js';
import type { FusedActivation } from './conv2d-geometry.js';

/** y[m, n] = activation(a · b + bias); transposed operands are stored as [k, m] and [n, k]. */
export interface MatrixProduct {
  readonly a: Operand;
  readonly b: Operand;
  readonly bias: Operand;
  readonly y: Operand;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly activation: FusedActivation;
}

/** Rows of the left matrix that a chunk goes through for each panel of the right one. */
const BLOCK_ROWS = 64;
/** Chunks to have at least, for the threads to share, as far as there are panels to cut. */
const CHUNKS = 16;
/** Up to so many rows, packing the right matrix would take longer than reading it where it lies. */
const UNPACKED_ROWS = 8;

export function emitGemm(tape: Tape, product: MatrixProduct): void {
  const { a, b, bias, y, m, n, k, transposeA, transposeB } = product;
  if (m * n === 0) return;
  const before = tape.before(b, bias);
  const bPacked = transposeB || n % 8 !== 0 || m > UNPACKED_ROWS || before !== tape;
  const rowBlocks = Math.ceil(m / BLOCK_ROWS);
  const panels = Math.ceil(n / 8);
  tape.workspace(64);
  tape.emit('gemm', {
    a: transposeA ? packColumns(tape, a, k, m, null) : a,
    b: bPacked ? (transposeB ? packRows(before, b, n, k, bias) : packColumns(before, b, k, n, bias)) : b,
    bias,
    y,
    m,
    n,
    k,
    aPacked: Number(transposeA),
    aRow: k,
    bPacked: Number(bPacked),
    blockRows: 4 * Math.ceil(m / rowBlocks / 4),
    blockPanels: Math.ceil(panels / Math.min(panels, Math.ceil(CHUNKS / rowBlocks))),
    floor: floorOf(product.activation),
  });
}

/** The value below which an activation lets nothing through. */
export function floorOf(activation: FusedActivation): number {
  return activation === 'relu' ? 0 : Number.NEGATIVE_INFINITY;
}

/** Bytes of a matrix of `terms` rows in panels of eight columns, each beginning with its biases. */
export function panelBytes(terms: number, width: number): number {
  return Math.ceil(width / 8) * (1 + terms) * 32;
}

/** Panels of a matrix [depth, width] from its rows on. */
export function packColumns(
  tape: Tape,
  source: Operand,
  depth: number,
  width: number,
  bias: Operand,
): Operand {
  return pack(tape, source, depth, width, width, 1, bias);
}

/** Panels of the transpose of a matrix [width, depth]. */
function packRows(tape: Tape, source: Operand, width: number, depth: number, bias: Operand): Operand {
  return pack(tape, source, depth, width, 1, depth, bias);
}

function pack(
  tape: Tape,
  source: Operand,
  depth: number,
  width: number,
  depthStride: number,
  widthStride: number,
  bias: Operand,
): Operand {
  const panels = tape.scratch(panelBytes(depth, width));
  const plain = { origin: 0, rows: 1, rowStride: 0, columns: 1, columnStride: 0 };
  tape.emit('packPanels', { source, bias, panels, ...plain, depth, depthStride, width, widthStride });
  return panels;
}
