// Direct convolution with max pooling of 2 × 2 pixels: the four pixels of a window are the four rows of
// a tile, so what is pooled away never leaves the registers.

import { Conv2d } from "./generated/fields";
import { panelBytes } from "./pack";
import { workspace } from "./share";
import { POOLED, tile4x8 } from "./tile";

/** Bytes at the start of the workspace for four pixels of eight filters and their winners, where there is a NaN among them. */
export const WINDOW: usize = 192;

/** Bytes of an entry in the table of windows: where each of four pixels reads, and where the result goes. */
const ENTRY: usize = 32;

/** For every window of a band: four offsets of its pixels in the input, in bytes, and of its result, in elements. */
export function writeWindowTable(f: Conv2d, table: usize, rows: i32): void {
  const step = f.strideX * f.channels * 4, below = f.strideY * f.bandWidth * f.channels * 4;
  for (let row = 0; row < rows >> 1; row++) {
    for (let column = 0; column < f.yWidth >> 1; column++) {
      const first = 2 * (row * below + column * step);
      store<i32>(table, first);
      store<i32>(table, first + step, 4);
      store<i32>(table, first + below, 8);
      store<i32>(table, first + below + step, 12);
      store<i32>(table, row * f.yRow + column * f.yPixel, 16);
      table += ENTRY;
    }
  }
}

/** Convolves and pools a band of `rows` rows; its results begin at element `to` of y and winner. */
export function poolBand(f: Conv2d, table: usize, input: usize, to: usize, rows: i32): void {
  const run = f.kernelWidth * f.channels, kernelRows = f.kernelHeight;
  const jump = <usize>(f.bandWidth * f.channels * f.dilationY - run) * 4;
  const panel = panelBytes(run * kernelRows);
  const tableEnd = table + <usize>((rows >> 1) * (f.yWidth >> 1)) * ENTRY;
  const floor = f32x4.splat(f.floor);
  const window = workspace();
  let filters = f.panels;
  for (let columns = f.filters; columns > 0; columns -= 8) {
    for (let entry = table; entry < tableEnd; entry += ENTRY) {
      const result = to + load<u32>(entry, 16);
      tile4x8(
        input + load<u32>(entry), input + load<u32>(entry, 4),
        input + load<u32>(entry, 8), input + load<u32>(entry, 12),
        4, jump, filters + 32, 32, run, kernelRows, filters, filters, filters, filters,
        f.y + (result << 2), f.winner ? f.winner + result : 0, window, 0, columns, floor, POOLED,
      );
    }
    filters += panel;
    to += 8;
  }
}
