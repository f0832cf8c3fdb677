import {
  GlobalAvgPool2d, GlobalAvgPool2dGrad, GlobalMaxPool2d, GlobalMaxPool2dGrad,
} from "./generated/fields";
import { loadSome, storeSome } from "./elements";
import { copyBytes, fillZeros } from "./padding";
import { endRow, fillRow, firstRow, rowChunks, scaleRow } from "./rows";
import { claim, workspace } from "./share";
import { chunksOf } from "./simd";

/** Channels of a chunk: of few images, several threads can each take some of the channels. */
const SLAB: i32 = 256;

/** Cells that are added up before their sum is added to the others: no addend meets a much larger sum. */
const BLOCK: i32 = 64;

/** y = the mean of each channel over an image. The workspace holds the sums of a slab. */
export function globalAvgPool2d(f: GlobalAvgPool2d): void {
  const slabs = chunksOf(f.channels, SLAB);
  const chunks = f.images * slabs;
  const pitch = <usize>f.channels * 4;
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const image = chunk / slabs;
    const channel = (chunk % slabs) * SLAB;
    const bytes = <usize>min(SLAB, f.channels - channel) * 4;
    const x = f.x + <usize>(image * f.cells) * pitch + <usize>channel * 4;
    const y = f.y + <usize>image * pitch + <usize>channel * 4;
    fillRow(y, 0, bytes);
    for (let cell = 0; cell < f.cells; cell += BLOCK) {
      const sums = workspace();
      fillRow(sums, 0, bytes);
      addRows(x + <usize>cell * pitch, min(BLOCK, f.cells - cell), pitch, sums, bytes);
      addRows(sums, 1, 0, y, bytes);
    }
    scaleRow(y, y, 1 / <f32>f.cells, bytes);
  }
}

/** sums += rows that are `pitch` apart, two at a time. */
function addRows(x: usize, rows: i32, pitch: usize, sums: usize, bytes: usize): void {
  let row = 0;
  for (; row + 2 <= rows; row += 2) {
    let i: usize = 0;
    for (; i + 16 <= bytes; i += 16) {
      const pair = f32x4.add(v128.load(x + i), v128.load(x + pitch + i));
      v128.store(sums + i, f32x4.add(v128.load(sums + i), pair));
    }
    if (i < bytes) {
      const pair = f32x4.add(loadSome(x + i, bytes - i), loadSome(x + pitch + i, bytes - i));
      storeSome(sums + i, f32x4.add(loadSome(sums + i, bytes - i), pair), bytes - i);
    }
    x += 2 * pitch;
  }
  if (row == rows) return;
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    v128.store(sums + i, f32x4.add(v128.load(sums + i), v128.load(x + i)));
  }
  if (i == bytes) return;
  storeSome(sums + i, f32x4.add(loadSome(sums + i, bytes - i), loadSome(x + i, bytes - i)), bytes - i);
}

/** dx = dy / cells in every cell. */
export function globalAvgPool2dGrad(f: GlobalAvgPool2dGrad): void {
  const rows = f.images * f.cells;
  const pitch = <usize>f.channels * 4;
  const share: f32 = 1 / <f32>f.cells;
  const chunks = rowChunks(rows, f.channels);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, rows, f.channels);
    for (let row = firstRow(chunk, f.channels); row < end; row++) {
      scaleRow(f.dy + <usize>(row / f.cells) * pitch, f.dx + <usize>row * pitch, share, pitch);
    }
  }
}

/** y = the largest value of each channel in an image, winner = the first cell that has it. */
export function globalMaxPool2d(f: GlobalMaxPool2d): void {
  const slabs = chunksOf(f.channels, SLAB);
  const chunks = f.images * slabs;
  const pitch = <usize>f.channels * 4;
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const image = chunk / slabs;
    const channel = (chunk % slabs) * SLAB;
    const bytes = <usize>min(SLAB, f.channels - channel) * 4;
    const x = f.x + <usize>(image * f.cells) * pitch + <usize>channel * 4;
    const at = <usize>image * pitch + <usize>channel * 4;
    copyBytes(f.y + at, x, bytes);
    fillRow(f.winner + at, 0, bytes);
    for (let cell = 1; cell < f.cells; cell++) {
      contend(x + <usize>cell * pitch, cell, f.y + at, f.winner + at, bytes);
    }
  }
}

/** Replaces the best values so far where those of this cell are better; NaN is better than any number. */
function contend(x: usize, cell: i32, best: usize, winner: usize, bytes: usize): void {
  const cells = i32x4.splat(cell);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    const value = v128.load(x + i);
    const held = v128.load(best + i);
    const wins = better(value, held);
    v128.store(best + i, v128.bitselect(value, held, wins));
    v128.store(winner + i, v128.bitselect(cells, v128.load(winner + i), wins));
  }
  if (i == bytes) return;
  const rest = bytes - i;
  const value = loadSome(x + i, rest);
  const held = loadSome(best + i, rest);
  const wins = better(value, held);
  storeSome(best + i, v128.bitselect(value, held, wins), rest);
  storeSome(winner + i, v128.bitselect(cells, loadSome(winner + i, rest), wins), rest);
}

// @ts-ignore: decorator
@inline
function better(value: v128, held: v128): v128 {
  // Larger, or not comparable because it, and not what is held, is NaN.
  return v128.andnot(v128.not(f32x4.le(value, held)), f32x4.ne(held, held));
}

/** dx = dy in the cells that won, 0 in all others. */
export function globalMaxPool2dGrad(f: GlobalMaxPool2dGrad): void {
  const pitch = <usize>f.channels * 4;
  const image = <usize>f.cells * pitch;
  for (let chunk = claim(f.images); chunk >= 0; chunk = claim(f.images)) {
    const dx = f.dx + <usize>chunk * image;
    const at = <usize>chunk * pitch;
    fillZeros(dx, image);
    for (let i: usize = 0; i < pitch; i += 4) {
      const cell = <usize>load<i32>(f.winner + at + i);
      store<f32>(dx + cell * pitch + i, load<f32>(f.dy + at + i));
    }
  }
}
