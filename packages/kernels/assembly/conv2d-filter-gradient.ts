// Filter gradient, directly: dw[ky, kx, c, f] = Σ over images and output pixels of x · dy.

import { Conv2dFilterGradient } from "./generated/fields";
import { panelBytes } from "./pack";
import { claim, workspace } from "./share";
import { chunksOf } from "./simd";
import { tile4x8, tile5x8 } from "./tile";

/** Pixels summed before the next tile; as many of a panel of dy stay in the first-level cache. */
const PIXELS: i32 = 512;
/** Tiles of filter elements in a chunk. */
const TILES: i32 = 8;

/**
 * The kernelWidth · channels elements of a row of the filter read the input next to each other, so
 * they are cut into tiles of four (and a few of five, where that comes out even) regardless of what
 * is a channel and what a column. A chunk is some tiles of a row times eight filters, summed over
 * all pixels in order. dy comes in panels of eight (pack.ts), x padded; `resume` adds to what is there.
 */
export function conv2dFilterGradient(f: Conv2dFilterGradient): void {
  const run = f.kernelWidth * f.channels;
  const fives = tilesOfFive(run);
  const tiles = fives + chunksOf(run - 5 * fives, 4);
  const parts = chunksOf(tiles, TILES);
  const panels = chunksOf(f.filters, 8);
  const chunks = f.kernelHeight * panels * parts;
  const zeros = workspace();
  v128.store(zeros, f32x4.splat(0));
  v128.store(zeros, f32x4.splat(0), 16);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const part = chunk % parts;
    const row = (chunk / parts) / panels, panel = (chunk / parts) % panels;
    sumImages(f, row, panel, part * TILES, min(tiles, part * TILES + TILES), fives, zeros);
  }
}

/** How many tiles of five make the rest divisible by four, if there is room for them. */
function tilesOfFive(run: i32): i32 {
  const fives = run & 3;
  return run >= 5 * fives ? fives : 0;
}

function sumImages(
  f: Conv2dFilterGradient, row: i32, panel: i32, tile: i32, tileEnd: i32, fives: i32, zeros: usize,
): void {
  const xRow = <usize>(f.xWidth * f.channels) * 4;
  const pixels = f.yHeight * f.yWidth;
  const bandRows = max(1, PIXELS / f.yWidth);
  const dyPanel = f.dy + <usize>panel * panelBytes(f.images * pixels) + 32;
  let resume = f.resume != 0;
  for (let image = 0; image < f.images; image++) {
    for (let y = 0; y < f.yHeight; y += bandRows) {
      const rows = min(bandRows, f.yHeight - y);
      const x = f.x + <usize>((f.firstImage + image) * f.xHeight + y * f.strideY + row) * xRow;
      const dy = dyPanel + (<usize>(image * pixels + y * f.yWidth) << 5);
      sumBand(f, x, dy, rows, row, panel, tile, tileEnd, fives, resume ? 0 : zeros);
      resume = true;
    }
  }
}

/** Adds a band of rows of one image; starts from the eight values at `start`, or from dw if that is 0. */
function sumBand(
  f: Conv2dFilterGradient, x: usize, dy: usize, rows: i32, row: i32, panel: i32,
  tile: i32, tileEnd: i32, fives: i32, start: usize,
): void {
  const run = f.kernelWidth * f.channels, width = f.yWidth;
  const step = <usize>(f.strideX * f.channels) * 4;
  const jump = <usize>(f.strideY * f.xWidth * f.channels) * 4 - <usize>width * step;
  const dwRow = <usize>f.filters * 4;
  const dw = f.dw + <usize>(row * run) * dwRow + <usize>panel * 32;
  const columns = min(8, f.filters - panel * 8);
  // A start of zero means to go on from dw; reading whole vectors there is only allowed inside of it.
  const partial = columns < 8 && start == 0;
  for (; tile < tileEnd; tile++) {
    const at = tile < fives ? tile * 5 : tile * 4 + fives;
    const size = tile < fives ? 5 : min(4, run - at);
    const c = dw + <usize>at * dwRow;
    const p = x + <usize>at * 4;
    let from = start ? start : c;
    let fromStep: usize = start ? 0 : dwRow;
    if (partial) {
      from = gatherColumns(workspace() + 32, c, dwRow, size, columns);
      fromStep = 32;
    }
    if (size == 5) {
      tile5x8(p, step, jump, dy, 32, width, rows, from, fromStep, c, dwRow, columns);
    } else {
      const o1 = <usize>min(1, size - 1), o2 = <usize>min(2, size - 1), o3 = <usize>min(3, size - 1);
      tile4x8(
        p, p + o1 * 4, p + o2 * 4, p + o3 * 4, step, jump, dy, 32, width, rows,
        from, from + o1 * fromStep, from + o2 * fromStep, from + o3 * fromStep,
        c, c + o1 * dwRow, c + o2 * dwRow, c + o3 * dwRow, columns, f32x4.splat(-Infinity),
      );
    }
  }
}

/** Copies rows of fewer than eight columns to rows of eight. */
function gatherColumns(to: usize, from: usize, step: usize, rows: i32, columns: i32): usize {
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < columns; j++) {
      store<f32>(to + (<usize>(row * 8 + j) << 2), load<f32>(from + <usize>row * step + (<usize>j << 2)));
    }
  }
  return to;
}
