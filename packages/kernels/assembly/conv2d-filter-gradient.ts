// Filter gradient, directly: dw[ky, kx, c, f] = Σ over images and output pixels of x · dy.

import { Conv2dFilterGradient, Conv2dFilterSums } from "./generated/fields";
import { packElements, packRows } from "./pack";
import { copyPadded } from "./padding";
import { claim, workspace } from "./share";
import { chunksOf } from "./simd";
import { tile4x8 } from "./tile";
import { tile5x8 } from "./tile5x8";

/** Elements that one chunk of conv2dFilterSums adds up. */
const GRAIN: i32 = 4096;

/**
 * A chunk is a group of `groupBands` bands of `bandRows` rows of output, counted through all images,
 * times a slice of `slicePanels` panels of eight filters; the bands of a group are summed in order.
 * Each group has its own sums, [kernelHeight·kernelWidth·channels][filters, to a multiple of 8].
 *
 * With `copied`, a band of x goes to the workspace, `bandWidth` pixels wide, with zeros around it;
 * dy goes there in panels in any case. These zeros times an infinite dy are NaN, in filter elements
 * whose windows reach beyond the image.
 */
export function conv2dFilterGradient(f: Conv2dFilterGradient): void {
  const panels = chunksOf(f.filters, 8), slices = chunksOf(panels, f.slicePanels);
  const imageBands = chunksOf(f.yHeight, f.bandRows), bands = f.images * imageBands;
  const chunks = chunksOf(bands, f.groupBands) * slices;
  const sumRow = <usize>panels * 32;
  const sumBytes = <usize>(f.kernelHeight * f.kernelWidth * f.channels) * sumRow;
  const zeros = workspace(), dy = zeros + 64;
  const x = dy + <usize>(f.slicePanels * f.bandRows * f.yWidth) * 32;
  v128.store(zeros, f32x4.splat(0));
  v128.store(zeros, f32x4.splat(0), 16);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const group = chunk / slices, panel = (chunk % slices) * f.slicePanels;
    const panelEnd = min(panels, panel + f.slicePanels);
    const sums = f.sums + <usize>group * sumBytes + <usize>panel * 32;
    const begin = group * f.groupBands, end = min(bands, begin + f.groupBands);
    for (let band = begin; band < end; band++) {
      const image = band / imageBands, row = (band % imageBands) * f.bandRows;
      const rows = min(f.bandRows, f.yHeight - row);
      const input = inputBand(f, x, image, row, rows);
      packBand(f, dy, image, row, rows, panel, panelEnd);
      sumBand(f, input, dy, rows, panelEnd - panel, sums, sumRow, band == begin ? zeros : 0);
    }
  }
}

function inputBand(f: Conv2dFilterGradient, copy: usize, image: i32, row: i32, rows: i32): usize {
  const from = f.x + <usize>(image * f.xHeight * f.xWidth * f.channels) * 4;
  const top = row * f.strideY - f.padTop;
  if (!f.copied) return from + <usize>(top * f.xWidth * f.channels) * 4;
  copyPadded(
    copy, (rows - 1) * f.strideY + (f.kernelHeight - 1) * f.dilationY + 1, f.bandWidth,
    from, f.xHeight, f.xWidth, top, -f.padLeft, f.channels,
  );
  return copy;
}

/** Lays a band of dy out as [panel][pixel][8], zeros beyond the filters. */
function packBand(
  f: Conv2dFilterGradient, to: usize, image: i32, row: i32, rows: i32, panel: i32, panelEnd: i32,
): void {
  const pixels = rows * f.yWidth;
  const from = f.dy + <usize>((image * f.yHeight + row) * f.yWidth * f.filters) * 4;
  for (; panel < panelEnd; panel++) {
    const source = from + <usize>panel * 32, width = min(8, f.filters - panel * 8);
    if (width == 8) packRows(to, source, pixels, f.filters);
    else packElements(to, source, pixels, width, f.filters, 1);
    to += <usize>pixels * 32;
  }
}

/**
 * Adds a band to the sums, or begins them from the eight zeros at `start` if there are any. The
 * kernelWidth · channels elements of a row of the filter read the input next to each other, so they
 * are cut into tiles of five and, for what they leave, of four, regardless of what is a channel and
 * what a column. With columns that lie apart, this holds for the channels of each.
 */
function sumBand(
  f: Conv2dFilterGradient, x: usize, dy: usize, rows: i32, panels: i32, sums: usize, sumRow: usize, start: usize,
): void {
  const apart = f.dilationX > 1;
  const run = apart ? f.channels : f.kernelWidth * f.channels, runs = apart ? f.kernelWidth : 1;
  const width = f.yWidth, fives = tilesOfFive(run);
  const pixel = <usize>f.channels * 4, xRow = <usize>f.bandWidth * pixel;
  const step = <usize>f.strideX * pixel;
  const jump = <usize>f.strideY * xRow - <usize>width * step;
  const startStep: usize = start ? 0 : sumRow;
  const floor = f32x4.splat(-Infinity);
  for (let panel = panels; panel > 0; panel--) {
    let c = sums, from = start ? start : sums;
    for (let part = 0; part < f.kernelHeight * runs; part++) {
      let p = x + <usize>(part / runs * f.dilationY) * xRow + <usize>(part % runs * f.dilationX) * pixel;
      let left = run;
      for (let five = fives; five > 0; five--) {
        tile5x8(p, step, jump, dy, 32, width, rows, from, startStep, c, sumRow);
        p += 20;
        left -= 5;
        c += 5 * sumRow;
        from += 5 * startStep;
      }
      for (; left > 0; left -= 4) {
        const last = <usize>min(4, left) - 1, o1 = min(1, last), o2 = min(2, last);
        tile4x8(
          p, p + o1 * 4, p + o2 * 4, p + last * 4, step, jump, dy, 32, width, rows,
          from, from + o1 * startStep, from + o2 * startStep, from + last * startStep,
          c, c + o1 * sumRow, c + o2 * sumRow, c + last * sumRow, 8, floor,
        );
        p += 16;
        c += (last + 1) * sumRow;
        from += (last + 1) * startStep;
      }
    }
    dy += <usize>(rows * width) * 32;
    sums += 32;
  }
}

/** How many tiles of five, which are the faster ones, leave a multiple of four. */
function tilesOfFive(run: i32): i32 {
  const most = run / 5;
  return max(0, most - ((most - run) & 3));
}

/** dw[elements][filters] = the sum over the groups, in order. */
export function conv2dFilterSums(f: Conv2dFilterSums): void {
  const filters = f.filters, width = (filters + 7) & ~7;
  const group = <usize>(f.elements * width) * 4;
  const rows = max(1, GRAIN / width);
  const chunks = chunksOf(f.elements, rows);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    for (let row = chunk * rows; row < min(f.elements, chunk * rows + rows); row++) {
      const from = f.sums + <usize>(row * width) * 4, to = f.dw + <usize>(row * filters) * 4;
      let column = 0;
      for (; column + 4 <= filters; column += 4) {
        let address = from + (<usize>column << 2);
        let sum = f32x4.splat(0);
        for (let i = f.groups; i > 0; i--) {
          sum = f32x4.add(sum, v128.load(address));
          address += group;
        }
        v128.store(to + (<usize>column << 2), sum);
      }
      for (; column < filters; column++) {
        let address = from + (<usize>column << 2);
        let sum: f32 = 0;
        for (let i = f.groups; i > 0; i--) {
          sum += load<f32>(address);
          address += group;
        }
        store<f32>(to + (<usize>column << 2), sum);
      }
    }
  }
}
