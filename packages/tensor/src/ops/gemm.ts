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

/** Terms that are summed before the next tile: a panel of as many stays in the first-level cache. */
const BLOCK_TERMS = 256;
/** Columns, or eights of them, whose panels a chunk keeps in the second-level cache. */
const BLOCK_COLUMNS = 128;
/** Elements of the left matrix that a chunk keeps there, too. */
const BLOCK_ELEMENTS = 32 * 1024;
/** Rows that a chunk writes at most, so that the eight columns beside those just written are at hand. */
const BLOCK_ROWS = 256;
/**
 * Up to so many blocks of so many rows pack the columns beside them each for itself: that takes little of their time,
 * and less than to have packed columns go to memory and back.
 */
const OWN_BLOCKS = 4;
const OWN_ROWS = 64;
/**
 * Up to so many rows, sums of the right matrix's rows take less time than packing it. Without a fused
 * multiply-add these sums need more registers than there are.
 */
const SUM_ROWS = { simd: 4, relaxed: 12 };
/** Up to so many, they do if it was packed beforehand. */
const UNPACKED_ROWS = 3;
/** Up to so many, dot products with the rows of one that is stored transposed do. */
const DOT_ROWS = 6;
/** Terms that are worth sums of their own, to be added up at the end. */
const PART_TERMS = 128;
/** Chunks to have at least, for the threads to share, as far as that leaves a chunk enough to do. */
const CHUNKS = 16;
/** Multiplications that are worth a chunk. */
const CHUNK_PRODUCTS = 32 * 1024;
/** Elements of the right matrix that are worth a chunk if a few rows are multiplied by it. */
const CHUNK_WEIGHTS = 16 * 1024;

export function emitGemm(tape: Tape, product: MatrixProduct): void {
  const { bias, m, n, transposeA, transposeB } = product;
  if (m * n === 0) return;
  const sumRows = tape.before(product.b) === tape ? SUM_ROWS[tape.variant] : UNPACKED_ROWS;
  // A single column of results is a single row of the transposed product.
  if (n === 1 && m > 1 && !transposeA) emitDots(tape, transposed(product), true);
  else if (n === 1 && m > 1 && !bias) emitRowSums(tape, transposed(product));
  else if (!transposeB && m <= sumRows) emitRowSums(tape, product);
  else if (transposeB && !transposeA && m <= DOT_ROWS) emitDots(tape, product);
  // Whichever operand is on the right is packed, and transposed as well if its columns are rows: the
  // transposed product saves the larger one from that.
  else if (transposeB && (transposeA || m < n)) emitBlocks(tape, transposed(product), true);
  else emitBlocks(tape, product, false);
}

/** yT = bT · aT. */
function transposed(product: MatrixProduct): MatrixProduct {
  const { a, b, m, n, transposeA, transposeB } = product;
  return { ...product, a: b, b: a, m: n, n: m, transposeA: !transposeB, transposeB: !transposeA };
}

function emitBlocks(tape: Tape, product: MatrixProduct, yTransposed: boolean): void {
  const { a, b, bias, y, m, n, k, transposeA, transposeB } = product;
  const blockTerms = evenly(k, BLOCK_TERMS, 1);
  const blockColumns = evenly(n, BLOCK_COLUMNS, 8);
  const columnBlocks = Math.ceil(n / blockColumns);
  const most = Math.max(1, Math.floor((m * n * k) / CHUNK_PRODUCTS));
  const chunks = Math.min(CHUNKS, most);
  const fitting = Math.min(BLOCK_ROWS, Math.floor(BLOCK_ELEMENTS / blockTerms));
  const termBlocks = Math.ceil(k / blockTerms);
  const shared = Math.max(32, Math.ceil((m * columnBlocks * termBlocks) / chunks));
  const blockRows = evenly(m, Math.min(fitting, shared), 4);
  const blocks = Math.ceil(m / blockRows) * columnBlocks;
  const partBlocks = Math.max(1, Math.ceil(termBlocks / Math.max(1, Math.floor(chunks / blocks))));
  const parts = Math.max(1, Math.ceil(termBlocks / partBlocks));
  const floor = floorOf(product.activation);
  const sums = parts > 1 ? tape.scratch(parts * m * n * 4) : null;
  const biases = yTransposed ? blockRows * 8 : blockColumns;
  const before = tape.before(b);
  const bPacked = before !== tape || m > blockRows * (blockRows < OWN_ROWS ? 1 : OWN_BLOCKS);
  const packed = blockTerms * ((bPacked ? 0 : blockColumns) + (transposeA ? blockRows : 0));
  const summed = yTransposed || partBlocks > 1 ? blockRows * blockColumns : 0;
  tape.workspace((biases + packed + summed) * 4);
  tape.emit('gemm', {
    a,
    b: bPacked ? pack(before, b, k, n, transposeB, null) : b,
    bias: sums ? null : bias,
    y: sums ?? y,
    m,
    n,
    k,
    aTransposed: Number(transposeA),
    bTransposed: Number(transposeB),
    bPacked: Number(bPacked),
    yTransposed: Number(yTransposed),
    blockRows,
    blockColumns,
    blockTerms,
    partBlocks,
    floor: sums ? Number.NEGATIVE_INFINITY : floor,
  });
  if (!sums) return;
  const [rows, columns] = yTransposed ? [n, m] : [m, n];
  tape.emit('gemmSums', { sums, bias, y, m: rows, n: columns, parts, floor });
}

/** A few rows times a matrix [k, n]. */
function emitRowSums(tape: Tape, product: MatrixProduct): void {
  const { a, b, bias, y, m, n, k, transposeA } = product;
  const chunks = Math.max(1, Math.min(CHUNKS, Math.floor((n * k) / CHUNK_WEIGHTS)));
  const partTerms = evenly(k, Math.max(PART_TERMS, k / chunks), 4);
  const parts = Math.max(1, Math.ceil(k / partTerms));
  const shared = Math.max(128, (n * parts) / chunks);
  const blockColumns = evenly(n, Math.min(shared, Math.max(512, 4096 / m)), 8);
  const floor = floorOf(product.activation);
  const sums = parts > 1 ? tape.scratch(parts * m * n * 4) : null;
  const whole = sums ? { y: sums, bias: null, floor: Number.NEGATIVE_INFINITY } : { y, bias, floor };
  tape.workspace(m * blockColumns * 4);
  const strides = transposeA ? { xRow: 1, xTerm: m } : { xRow: k, xTerm: 1 };
  tape.emit('gemvSums', { x: a, w: b, ...whole, m, n, k, ...strides, blockColumns, partTerms });
  if (sums) tape.emit('gemmSums', { sums, bias, y, m, n, parts, floor });
}

/** A few rows times the transpose of a matrix [n, k]. */
function emitDots(tape: Tape, product: MatrixProduct, sameBias = false): void {
  const { a, b, bias, y, m, n, k, activation } = product;
  const chunks = Math.min(CHUNKS, Math.floor((n * k) / CHUNK_WEIGHTS));
  const cut = { blockRows: evenly(n, n / Math.max(1, chunks), 4), sameBias: Number(sameBias) };
  tape.emit('gemvDots', { x: a, w: b, bias, y, m, n, k, ...cut, floor: floorOf(activation) });
}

/** The size of blocks that cut a length into as few as a largest one does, about equally. */
function evenly(length: number, largest: number, multipleOf: number): number {
  const blocks = Math.max(1, Math.ceil(length / largest));
  return multipleOf * Math.max(1, Math.ceil(length / blocks / multipleOf));
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
  return pack(tape, source, depth, width, false, bias);
}

function pack(
  tape: Tape,
  source: Operand,
  depth: number,
  width: number,
  transposed: boolean,
  bias: Operand,
): Operand {
  const panels = tape.scratch(panelBytes(depth, width));
  const plain = { origin: 0, rows: 1, rowStride: 0, columns: 1, columnStride: 0 };
  const strides = transposed
    ? { depthStride: 1, widthStride: depth }
    : { depthStride: width, widthStride: 1 };
  tape.emit('packPanels', { source, bias, panels, ...plain, depth, width, ...strides });
  return panels;
}
