// Gradient of the filters of a convolution that is followed by max pooling of 2 × 2 pixels: of the four pixels of a
// window only the one that won has a gradient, a different one for each filter. So a filter's gradient is summed
// up on its own, a vector of x at a time, over a quarter of the pixels.

import { loadSome } from "./elements";
import { Conv2dMaxPool2dFilterGradient } from "./generated/fields";
import { copyPadded } from "./padding";
import { claim, workspace } from "./share";
import { chunksOf, multiplyAdd } from "./simd";
import { loadPlaces } from "./winners";

/** Rows of a filter, and elements of a row, of which the sums are in registers at a time. */
const ROWS: i32 = 3;
const COLUMNS: i32 = 12;
/** Bytes of these sums. */
const PIECE: usize = 144;

/**
 * A chunk is a group of `groupBands` bands of `bandRows` rows before the pooling, an even number, counted through all
 * images; the bands of a group are summed in order. Each group has its own sums, [elements][filters, to a multiple
 * of 8], and a row of biases; conv2dFilterSums adds them up. With `y` gradients count only where it is positive.
 */
export function conv2dMaxPool2dFilterGradient(f: Conv2dMaxPool2dFilterGradient): void {
  const imageBands = chunksOf(f.yHeight, f.bandRows), bands = f.images * imageBands;
  const chunks = chunksOf(bands, f.groupBands), width = (f.filters + 7) & ~7;
  const run = f.kernelWidth * f.channels, elements = f.kernelHeight * run;
  const pieces = <usize>(chunksOf(f.kernelHeight, ROWS) * chunksOf(run, COLUMNS));
  const sumBytes = <usize>width * pieces * PIECE;
  const sums = workspace(), biases = sums + sumBytes, input = biases + (<usize>width << 2);
  const slopes = input + <usize>f.bandBytes;
  const most = <usize>((f.bandRows >> 1) * (f.yWidth >> 1)) << 4;
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    memory.fill(sums, 0, sumBytes + (<usize>width << 2));
    const begin = chunk * f.groupBands, end = min(bands, begin + f.groupBands);
    for (let band = begin; band < end; band++) {
      const image = band / imageBands, row = (band % imageBands) * f.bandRows;
      const rows = min(f.bandRows, f.yHeight - row);
      copyPadded(
        input, (rows - 1) * f.strideY + f.kernelHeight, f.bandWidth,
        f.x + <usize>(image * f.xHeight * f.xWidth * f.channels) * 4, f.xHeight, f.xWidth,
        row * f.strideY - f.padTop, -f.padLeft, f.channels,
      );
      const window = (image * (f.yHeight >> 1) + (row >> 1)) * (f.yWidth >> 1);
      for (let filter = 0; filter < f.filters; filter += 4) {
        layWindows(f, window, rows >> 1, filter, slopes, slopes + most, biases + (<usize>filter << 2));
        sumFilters(f, input, rows, filter, slopes, slopes + most, sums + <usize>filter * pieces * PIECE);
      }
    }
    writeSums(f, sums, run, f.sums + <usize>(chunk * elements * width) * 4);
    memory.copy(f.biasSums + <usize>(chunk * width) * 4, biases, <usize>width << 2);
  }
}

/** For every window of a band and four filters: their gradients, and how far into the band their winners read. */
function layWindows(
  f: Conv2dMaxPool2dFilterGradient, window: i32, rows: i32, filter: i32, slopes: usize, offsets: usize, biases: usize,
): void {
  const first = <usize>window * <usize>f.filters + <usize>filter, some = min(4, f.filters - filter);
  const dy = f.dy + (first << 2), y = f.y ? f.y + (first << 2) : 0, winner = f.winner + first;
  if (some == 4 && y) layBand(f, dy, y, winner, rows, 4, true, slopes, offsets, biases);
  else layBand(f, dy, y, winner, rows, some, y != 0, slopes, offsets, biases);
}

/** Made anew for four filters with a mask, where nothing of the choice is left in the loops. */
// @ts-ignore: decorator
@inline
function layBand(
  f: Conv2dMaxPool2dFilterGradient, dy: usize, y: usize, winner: usize, rows: i32, some: i32, masked: bool,
  slopes: usize, offsets: usize, biases: usize,
): void {
  const columns = f.yWidth >> 1, filters = <usize>f.filters, bytes = <usize>some << 2;
  const step = f.strideX * f.channels * 4, below = f.strideY * f.bandWidth * f.channels * 4;
  const right = i32x4.splat(step), down = i32x4.splat(below), nextColumn = i32x4.splat(2 * step);
  const zero = i32x4.splat(0), two = i32x4.splat(2);
  let sum = zero;
  for (let row = 0; row < rows; row++) {
    let corner = i32x4.splat(2 * row * below);
    for (let column = columns; column > 0; column--) {
      let slope = some == 4 ? v128.load(dy) : loadSome(dy, bytes);
      if (masked) slope = v128.and(slope, f32x4.gt(some == 4 ? v128.load(y) : loadSome(y, bytes), zero));
      sum = f32x4.add(sum, slope);
      v128.store(slopes, slope);
      const places = some == 4 ? loadPlaces(winner) : loadSomePlaces(winner, some);
      // The low bit tells the column, the next one the row: both as masks.
      const across = v128.and(i32x4.shr_s(i32x4.shl(places, 31), 31), right);
      v128.store(offsets, i32x4.add(i32x4.add(corner, across), v128.and(i32x4.ge_s(places, two), down)));
      corner = i32x4.add(corner, nextColumn);
      dy += filters << 2;
      y += filters << 2;
      winner += filters;
      slopes += 16;
      offsets += 16;
    }
  }
  v128.store(biases, f32x4.add(v128.load(biases), sum));
}

/** The places of fewer than four windows. */
function loadSomePlaces(winner: usize, some: i32): v128 {
  let places = i32x4.splat(load<u8>(winner));
  if (some > 1) places = i32x4.replace_lane(places, 1, load<u8>(winner, 1));
  if (some > 2) places = i32x4.replace_lane(places, 2, load<u8>(winner, 2));
  return places;
}

/** Adds a band to the sums of up to four filters, piece by piece. */
function sumFilters(
  f: Conv2dMaxPool2dFilterGradient, input: usize, rows: i32, filter: i32, slopes: usize, offsets: usize, sums: usize,
): void {
  const windows = (rows >> 1) * (f.yWidth >> 1), run = f.kernelWidth * f.channels;
  const xRow = <usize>(f.bandWidth * f.channels) * 4, end = <usize>min(4, f.filters - filter) << 2;
  for (let lane: usize = 0; lane < end; lane += 4) {
    for (let row = 0; row < f.kernelHeight; row += ROWS) {
      // Where fewer than three rows are left, the last one stands in for the missing.
      const second = row + 1 < f.kernelHeight ? xRow : 0, third = row + 2 < f.kernelHeight ? second + xRow : second;
      for (let column = 0; column < run; column += COLUMNS) {
        const from = input + <usize>row * xRow + (<usize>column << 2);
        sumPiece(from, from + second, from + third, slopes + lane, offsets + lane, windows, sums);
        sums += PIECE;
      }
    }
  }
}

/** Adds slope · x for three rows of twelve elements of all windows. */
function sumPiece(x0: usize, x1: usize, x2: usize, slopes: usize, offsets: usize, windows: i32, sums: usize): void {
  let s00 = v128.load(sums), s01 = v128.load(sums, 16), s02 = v128.load(sums, 32);
  let s10 = v128.load(sums, 48), s11 = v128.load(sums, 64), s12 = v128.load(sums, 80);
  let s20 = v128.load(sums, 96), s21 = v128.load(sums, 112), s22 = v128.load(sums, 128);
  for (; windows > 0; windows--) {
    const slope = v128.load32_splat(slopes), offset = <usize>load<u32>(offsets);
    const p0 = x0 + offset, p1 = x1 + offset, p2 = x2 + offset;
    s00 = multiplyAdd(v128.load(p0), slope, s00);
    s01 = multiplyAdd(v128.load(p0, 16), slope, s01);
    s02 = multiplyAdd(v128.load(p0, 32), slope, s02);
    s10 = multiplyAdd(v128.load(p1), slope, s10);
    s11 = multiplyAdd(v128.load(p1, 16), slope, s11);
    s12 = multiplyAdd(v128.load(p1, 32), slope, s12);
    s20 = multiplyAdd(v128.load(p2), slope, s20);
    s21 = multiplyAdd(v128.load(p2, 16), slope, s21);
    s22 = multiplyAdd(v128.load(p2, 32), slope, s22);
    slopes += 16;
    offsets += 16;
  }
  v128.store(sums, s00);
  v128.store(sums, s01, 16);
  v128.store(sums, s02, 32);
  v128.store(sums, s10, 48);
  v128.store(sums, s11, 64);
  v128.store(sums, s12, 80);
  v128.store(sums, s20, 96);
  v128.store(sums, s21, 112);
  v128.store(sums, s22, 128);
}

/** From [filter][piece][row][column] to [element][filters, to a multiple of 8]. */
function writeSums(f: Conv2dMaxPool2dFilterGradient, sums: usize, run: i32, to: usize): void {
  const width = (f.filters + 7) & ~7, columnPieces = chunksOf(run, COLUMNS);
  const pieces = chunksOf(f.kernelHeight, ROWS) * columnPieces;
  for (let filter = 0; filter < width; filter++) {
    const from = sums + <usize>(filter * pieces) * PIECE;
    for (let element = 0; element < f.kernelHeight * run; element++) {
      const row = element / run, column = element % run;
      const piece = from + <usize>((row / ROWS) * columnPieces + column / COLUMNS) * PIECE;
      const place = (row % ROWS) * COLUMNS + (column % COLUMNS);
      store<f32>(to + (<usize>(element * width + filter) << 2), load<f32>(piece + (<usize>place << 2)));
    }
  }
}
