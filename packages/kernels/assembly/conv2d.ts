// Direct convolution: every output pixel is a sum over kernelHeight runs of kernelWidth · channels
// floats that lie next to each other in the (padded) input.

import { poolBand, WINDOW, writeWindowTable } from "./conv2d-max-pool2d";
import { Conv2d } from "./generated/fields";
import { panelBytes } from "./pack";
import { copyPadded, copyPaddedApart } from "./padding";
import { claim, workspace } from "./share";
import { chunksOf } from "./simd";
import { tile4x8 } from "./tile";
import { takeSix, tile6x8 } from "./tile6x8";

/** Bytes that the table of pixels takes for each of them: where it is read and written. */
const PIXEL_ENTRY: i32 = 8;

/**
 * A chunk is a band of `bandRows` rows of output of one image. With `copied` its input goes to the
 * workspace first, `bandWidth` pixels wide, with zeros around it; filters come in panels (pack.ts).
 * The output's strides are in elements, so the result may be spread out over a larger image. With
 * `pooled`, max pooling of 2 × 2 pixels follows: y and winner are a quarter of the size, and
 * `bandRows`, yHeight and yWidth are even. Winners that nobody asks for are 0, and not written.
 *
 * Dilated filters see every dilationX-th pixel of a row: a copy has these next to each other.
 *
 * Zeros around the image are multiplied like everything else: an infinite filter element gives NaN
 * wherever its window reaches beyond the image.
 */
export function conv2d(f: Conv2d): void {
  const bands = chunksOf(f.yHeight, f.bandRows);
  const chunks = f.images * bands;
  const table = workspace() + WINDOW;
  const band = table + <usize>((chunksOf(f.bandRows * f.yWidth, 4) + 1) * 4 * PIXEL_ENTRY);
  let tableRows = 0;
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const image = chunk / bands;
    const row = (chunk % bands) * f.bandRows;
    const rows = min(f.bandRows, f.yHeight - row);
    if (rows != tableRows) {
      if (f.pooled) writeWindowTable(f, table, rows);
      else writePixelTable(f, table, rows);
      tableRows = rows;
    }
    const input = f.copied ? copyBand(f, band, image, row, rows) : imageRow(f, image, row * f.strideY);
    if (f.pooled) {
      poolBand(f, table, input, <usize>(image * f.yImage) + <usize>((row >> 1) * f.yRow), rows);
      continue;
    }
    const output = f.y + (<usize>(image * f.yImage) + <usize>(row * f.yRow) + <usize>f.yOrigin) * 4;
    convolveBand(f, table, input, output, rows * f.yWidth);
  }
}

// @ts-ignore: decorator
@inline
function imageRow(f: Conv2d, image: i32, row: i32): usize {
  return f.x + <usize>((image * f.xHeight + row) * f.xWidth) * <usize>f.channels * 4;
}

function copyBand(f: Conv2d, band: usize, image: i32, row: i32, rows: i32): usize {
  const height = (rows - 1) * f.strideY + (f.kernelHeight - 1) * f.dilationY + 1;
  const from = imageRow(f, image, 0), top = row * f.strideY - f.padTop;
  if (f.dilationX == 1) {
    copyPadded(band, height, f.bandWidth, from, f.xHeight, f.xWidth, top, -f.padLeft, f.channels);
  } else {
    copyPaddedApart(
      band, height, f.bandWidth, from, f.xHeight, f.xWidth, top, -f.padLeft, f.channels, f.dilationX,
    );
  }
  return band;
}

/** For every pixel the offsets of its window and of its output, in bytes; three more after the last are the last. */
function writePixelTable(f: Conv2d, table: usize, rows: i32): void {
  const width = f.yWidth, last = rows * width - 1;
  const apart = f.dilationX, columns = f.bandWidth / apart;
  for (let pixel = 0; pixel < last + 4; pixel++) {
    const row = min(pixel, last) / width, column = min(pixel, last) % width;
    const left = column * f.strideX;
    const place = row * f.strideY * f.bandWidth + (left % apart) * columns + left / apart;
    store<i32>(table, place * f.channels * 4);
    store<i32>(table, (row * f.yRow + column * f.yPixel) * 4, 4);
    table += PIXEL_ENTRY;
  }
}

function convolveBand(f: Conv2d, table: usize, input: usize, output: usize, pixels: i32): void {
  const run = f.kernelWidth * f.channels, rows = f.kernelHeight;
  const jump = <usize>(f.dilationY * f.bandWidth * f.channels - run) * 4;
  const panel = panelBytes(run * rows);
  const floor = f32x4.splat(f.floor);
  let filters = f.panels;
  for (let columns = f.filters; columns > 0; columns -= 8) {
    let entry = table, left = pixels;
    for (; takeSix(left); left -= 6) {
      tile6x8<f32>(
        input + load<u32>(entry), input + load<u32>(entry, 8), input + load<u32>(entry, 16),
        input + load<u32>(entry, 24), input + load<u32>(entry, 32), input + load<u32>(entry, 40),
        jump, filters + 32, run, rows, filters, 0,
        output + load<u32>(entry, 4), output + load<u32>(entry, 12), output + load<u32>(entry, 20),
        output + load<u32>(entry, 28), output + load<u32>(entry, 36), output + load<u32>(entry, 44), columns, floor,
      );
      entry += 6 * PIXEL_ENTRY;
    }
    for (; left > 0; left -= 4) {
      tile4x8(
        input + load<u32>(entry), input + load<u32>(entry, 8),
        input + load<u32>(entry, 16), input + load<u32>(entry, 24),
        4, jump, filters + 32, 32, run, rows, filters, filters, filters, filters,
        output + load<u32>(entry, 4), output + load<u32>(entry, 12),
        output + load<u32>(entry, 20), output + load<u32>(entry, 28), columns, floor,
      );
      entry += 4 * PIXEL_ENTRY;
    }
    filters += panel;
    output += 32;
  }
}
