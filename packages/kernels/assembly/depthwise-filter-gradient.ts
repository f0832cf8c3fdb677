// Filter gradient of a depthwise convolution: dw[ky, kx, c] = Σ over images and output pixels of x · dy.

import { endInside, firstInside } from "./depthwise-conv2d";
import { some } from "./elements";
import { DepthwiseFilterGradient } from "./generated/fields";
import { fillRow } from "./rows";
import { claim, workspace } from "./share";
import { chunksOf, multiplyAdd } from "./simd";

/** Bytes of the sixteen channels whose sums lie together: a cache line for each element of the filters. */
const LINE: usize = 64;

/**
 * A chunk is a group of `groupRows` rows of output, counted through all images, times a slice of
 * `sliceChannels` channels, a multiple of 16; the rows of a group are summed in order. Each group has
 * its own sums, [kernelHeight·kernelWidth][channels, to a multiple of 8]; conv2dFilterSums adds them up.
 */
export function depthwiseFilterGradient(f: DepthwiseFilterGradient): void {
  const rows = f.images * f.yHeight, slices = chunksOf(f.channels, f.sliceChannels);
  const chunks = chunksOf(rows, f.groupRows) * slices;
  const taps = f.kernelHeight * f.kernelWidth;
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const group = chunk / slices, first = (chunk % slices) * f.sliceChannels;
    const channels = min(f.sliceChannels, f.channels - first);
    fillRow(workspace(), 0, <usize>(chunksOf(channels, 16) * taps) * LINE);
    const end = min(rows, (group + 1) * f.groupRows);
    for (let row = group * f.groupRows; row < end; row++) addRow(f, row, first, channels);
    writeSums(f, group, first, channels);
  }
}

/** From the workspace, [channels/16][element][16], to the sums of a group. */
function writeSums(f: DepthwiseFilterGradient, group: i32, first: i32, channels: i32): void {
  const width = (f.channels + 7) & ~7, taps = f.kernelHeight * f.kernelWidth;
  for (let tap = 0; tap < taps; tap++) {
    const to = f.sums + <usize>((group * taps + tap) * width + first) * 4;
    for (let channel = 0; channel < channels; channel += 8) {
      const line = workspace() + <usize>((channel >> 4) * taps + tap) * LINE + <usize>(channel & 8) * 4;
      v128.store(to + <usize>channel * 4, v128.load(line));
      v128.store(to + <usize>channel * 4, v128.load(line, 16), 16);
    }
  }
}

/** Adds a row of output, four pixels at a time. */
function addRow(f: DepthwiseFilterGradient, row: i32, first: i32, channels: i32): void {
  const image = row / f.yHeight, top = (row % f.yHeight) * f.strideY - f.padTop;
  const begin = firstInside(top, f.dilationY);
  const end = endInside(top, f.dilationY, f.kernelHeight, f.xHeight);
  const pixel = <usize>f.channels << 2, channel = <usize>first << 2, bytes = <usize>channels << 2;
  const x = f.x + channel + <usize>((image * f.xHeight + top) * f.xWidth) * pixel;
  const dy = f.dy + channel + <usize>(row * f.yWidth) * pixel;
  for (let column = 0; column < f.yWidth; column += 4) {
    const pixels = min(4, f.yWidth - column), left = column * f.strideX - f.padLeft;
    for (let ky = begin; ky < end; ky++) {
      const from = x + <usize>(ky * f.dilationY * f.xWidth) * pixel;
      const to = workspace() + <usize>(ky * f.kernelWidth) * LINE;
      addWindows(f, from, dy + <usize>column * pixel, left, pixels, bytes, to);
    }
  }
}

/** Adds a row of one to four windows. Four have their columns added one by one where these reach beyond the image. */
function addWindows(
  f: DepthwiseFilterGradient, x: usize, dy: usize, left: i32, pixels: i32, bytes: usize, to: usize,
): void {
  const whole = pixels == 4 ? bytes & ~15 : 0;
  if (whole > 0) {
    // The columns that lie inside the image in all four.
    const begin = min(f.kernelWidth, firstInside(left, f.dilationX));
    const end = max(begin, columnsInside(f, left + 3 * f.strideX));
    for (let column = 0; column < begin; column++) addPart(f, x, dy, left, column, whole, to);
    addWholeColumns(f, x, dy, left, begin, end, whole, to);
    for (let column = end; column < f.kernelWidth; column++) addPart(f, x, dy, left, column, whole, to);
  }
  if (whole == bytes) return;
  const pixel = <usize>f.channels << 2;
  for (let i = 0; i < pixels; i++) addOne(f, x, dy + <usize>i * pixel, left + i * f.strideX, whole, bytes, to);
}

/** How many columns of a window lie before the right edge of the image: all, mostly, which takes no division to see. */
// @ts-ignore: decorator
@inline
function columnsInside(f: DepthwiseFilterGradient, left: i32): i32 {
  if (left + (f.kernelWidth - 1) * f.dilationX < f.xWidth) return f.kernelWidth;
  return endInside(left, f.dilationX, f.kernelWidth, f.xWidth);
}

/** Adds some columns of four windows, all inside the image. */
function addWholeColumns(
  f: DepthwiseFilterGradient, x: usize, dy: usize, left: i32, begin: i32, end: i32, bytes: usize, to: usize,
): void {
  const pixel = <usize>f.channels << 2, step = <usize>f.dilationX * pixel;
  let column = begin, from = x + <usize>(left + begin * f.dilationX) * pixel, sum = to + <usize>begin * LINE;
  if (f.strideX == f.dilationX) {
    for (; column + 7 <= end; column += 7) {
      addColumns(f, from, dy, bytes, sum, 7);
      from += 7 * step;
      sum += 7 * LINE;
    }
    for (; column + 5 <= end; column += 5) {
      addColumns(f, from, dy, bytes, sum, 5);
      from += 5 * step;
      sum += 5 * LINE;
    }
    for (; column + 3 <= end; column += 3) {
      addColumns(f, from, dy, bytes, sum, 3);
      from += 3 * step;
      sum += 3 * LINE;
    }
  }
  for (; column < end; column++) {
    addColumn(f, from, dy, bytes, sum);
    from += step;
    sum += LINE;
  }
}

/**
 * Three, five or seven columns of four windows that move as far as their columns lie apart: they see three pixels of x
 * more than there are columns.
 */
// @ts-ignore: decorator
@inline
function addColumns(f: DepthwiseFilterGradient, x: usize, dy: usize, bytes: usize, to: usize, columns: i32): void {
  const pixel = <usize>f.channels << 2, step = <usize>f.dilationX * pixel;
  const line = <usize>(f.kernelHeight * f.kernelWidth) * LINE;
  for (let channel: usize = 0; channel < bytes; channel += 16) {
    let from = dy + channel, at = x + channel;
    const d0 = v128.load(from);
    from += pixel;
    const d1 = v128.load(from);
    from += pixel;
    const d2 = v128.load(from);
    from += pixel;
    const d3 = v128.load(from);
    const sum = to + (channel >> 6) * line + (channel & 63);
    let s0 = v128.load(sum), s1 = v128.load(sum, 64), s2 = v128.load(sum, 128);
    let s3 = s2, s4 = s2, s5 = s2, s6 = s2;
    if (columns > 3) s3 = v128.load(sum, 192), s4 = v128.load(sum, 256);
    if (columns > 5) s5 = v128.load(sum, 320), s6 = v128.load(sum, 384);
    let c = v128.load(at);
    s0 = multiplyAdd(c, d0, s0);
    at += step;
    c = v128.load(at);
    s0 = multiplyAdd(c, d1, s0);
    s1 = multiplyAdd(c, d0, s1);
    at += step;
    c = v128.load(at);
    s0 = multiplyAdd(c, d2, s0);
    s1 = multiplyAdd(c, d1, s1);
    s2 = multiplyAdd(c, d0, s2);
    at += step;
    c = v128.load(at);
    s0 = multiplyAdd(c, d3, s0);
    s1 = multiplyAdd(c, d2, s1);
    s2 = multiplyAdd(c, d1, s2);
    if (columns > 3) s3 = multiplyAdd(c, d0, s3);
    at += step;
    c = v128.load(at);
    s1 = multiplyAdd(c, d3, s1);
    s2 = multiplyAdd(c, d2, s2);
    if (columns > 3) {
      s3 = multiplyAdd(c, d1, s3);
      s4 = multiplyAdd(c, d0, s4);
    }
    at += step;
    c = v128.load(at);
    s2 = multiplyAdd(c, d3, s2);
    if (columns > 3) {
      s3 = multiplyAdd(c, d2, s3);
      s4 = multiplyAdd(c, d1, s4);
    }
    if (columns > 5) s5 = multiplyAdd(c, d0, s5);
    if (columns > 3) {
      at += step;
      c = v128.load(at);
      s3 = multiplyAdd(c, d3, s3);
      s4 = multiplyAdd(c, d2, s4);
      if (columns > 5) {
        s5 = multiplyAdd(c, d1, s5);
        s6 = multiplyAdd(c, d0, s6);
      }
    }
    if (columns > 3) {
      at += step;
      c = v128.load(at);
      s4 = multiplyAdd(c, d3, s4);
      if (columns > 5) {
        s5 = multiplyAdd(c, d2, s5);
        s6 = multiplyAdd(c, d1, s6);
      }
    }
    if (columns > 5) {
      at += step;
      c = v128.load(at);
      s5 = multiplyAdd(c, d3, s5);
      s6 = multiplyAdd(c, d2, s6);
      at += step;
      c = v128.load(at);
      s6 = multiplyAdd(c, d3, s6);
    }
    v128.store(sum, s0);
    v128.store(sum, s1, 64);
    v128.store(sum, s2, 128);
    if (columns > 3) {
      v128.store(sum, s3, 192);
      v128.store(sum, s4, 256);
    }
    if (columns > 5) {
      v128.store(sum, s5, 320);
      v128.store(sum, s6, 384);
    }
  }
}

/** One column of four windows. */
function addColumn(f: DepthwiseFilterGradient, x: usize, dy: usize, bytes: usize, to: usize): void {
  const pixel = <usize>f.channels << 2, stride = <usize>f.strideX * pixel;
  const line = <usize>(f.kernelHeight * f.kernelWidth) * LINE;
  for (let channel: usize = 0; channel < bytes; channel += 16) {
    let from = dy + channel, at = x + channel;
    const sum = to + (channel >> 6) * line + (channel & 63);
    let s = multiplyAdd(v128.load(at), v128.load(from), v128.load(sum));
    at += stride;
    from += pixel;
    s = multiplyAdd(v128.load(at), v128.load(from), s);
    at += stride;
    from += pixel;
    s = multiplyAdd(v128.load(at), v128.load(from), s);
    at += stride;
    from += pixel;
    s = multiplyAdd(v128.load(at), v128.load(from), s);
    v128.store(sum, s);
  }
}

/** One column of those of four windows in which it lies inside the image. */
function addPart(
  f: DepthwiseFilterGradient, x: usize, dy: usize, left: i32, column: i32, bytes: usize, to: usize,
): void {
  const pixel = <usize>f.channels << 2, stride = <usize>f.strideX * pixel;
  const line = <usize>(f.kernelHeight * f.kernelWidth) * LINE, place = left + column * f.dilationX;
  let begin = 0, end = 4;
  while (begin < end && place + begin * f.strideX < 0) begin++;
  while (begin < end && place + (end - 1) * f.strideX >= f.xWidth) end--;
  if (begin == end) return;
  for (let channel: usize = 0; channel < bytes; channel += 16) {
    const sum = to + <usize>column * LINE + (channel >> 6) * line + (channel & 63);
    let from = dy + channel + <usize>begin * pixel, at = x + channel + <usize>(place + begin * f.strideX) * pixel;
    let s = v128.load(sum);
    for (let i = begin; i < end; i++) {
      s = multiplyAdd(v128.load(at), v128.load(from), s);
      at += stride;
      from += pixel;
    }
    v128.store(sum, s);
  }
}

/** A row of one window, which may reach beyond the image: channels from a place on. */
function addOne(
  f: DepthwiseFilterGradient, x: usize, dy: usize, left: i32, first: usize, bytes: usize, to: usize,
): void {
  const pixel = <usize>f.channels << 2, step = <usize>f.dilationX * pixel;
  const begin = firstInside(left, f.dilationX), end = endInside(left, f.dilationX, f.kernelWidth, f.xWidth);
  const line = <usize>(f.kernelHeight * f.kernelWidth) * LINE;
  x += <usize>(left + begin * f.dilationX) * pixel;
  for (let channel = first; channel < bytes; channel += 16) {
    const rest = bytes - channel, d = some(dy + channel, rest);
    let at = x + channel, sum = to + (channel >> 6) * line + (channel & 63) + <usize>begin * LINE;
    for (let column = begin; column < end; column++) {
      v128.store(sum, multiplyAdd(some(at, rest), d, v128.load(sum)));
      at += step;
      sum += LINE;
    }
  }
}
