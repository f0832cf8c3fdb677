// Depthwise convolution: every channel has a filter of its own, so channels go through the same steps
// side by side. Padding is never touched: windows are cut off where they leave the image.

import { put, some } from "./elements";
import { DepthwiseConv2d } from "./generated/fields";
import { panelBytes } from "./pack";
import { endRow, firstRow, rowChunks } from "./rows";
import { claim } from "./share";
import { multiplyAdd } from "./simd";

/** Bytes of the eight channels that a panel of filters is for. */
const PANEL: usize = 32;

/**
 * y = max(bias + Σ x · w, floor), channel by channel. Filters come in panels (pack.ts) of eight channels,
 * one row for each of their elements. The output's strides are in elements, so the result may be spread
 * out over a larger image.
 */
export function depthwiseConv2d(f: DepthwiseConv2d): void {
  const rows = f.images * f.yHeight;
  const work = f.yWidth * f.channels * f.kernelHeight * f.kernelWidth;
  const chunks = rowChunks(rows, work);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, rows, work);
    for (let row = firstRow(chunk, work); row < end; row++) convolveRow(f, row);
  }
}

/** Two windows at a time where these lie inside the image; the last two may repeat one. */
function convolveRow(f: DepthwiseConv2d, row: i32): void {
  const image = row / f.yHeight, yRow = row % f.yHeight, top = yRow * f.strideY - f.padTop;
  const first = firstInside(top, f.dilationY);
  const rows = max(0, endInside(top, f.dilationY, f.kernelHeight, f.xHeight) - first);
  const x = f.x + <usize>((image * f.xHeight + top + first * f.dilationY) * f.xWidth * f.channels) * 4;
  const w = f.panels + <usize>(first * f.kernelWidth) * PANEL;
  const y = f.y + (<usize>(image * f.yImage + yRow * f.yRow + f.yOrigin) << 2);
  const begin = firstInside(-f.padLeft, f.strideX);
  const reach = (f.kernelWidth - 1) * f.dilationX - f.padLeft;
  const end = endInside(reach, f.strideX, f.yWidth, f.xWidth);
  const slides = f.strideX == f.dilationX && f.kernelWidth == 3;
  const fast = <usize>(f.channels & ~15) << 2;
  for (let column = 0; column < f.yWidth; column++) {
    if (column < begin || column >= end || end - begin < 2) {
      oneWindow(f, x, w, y, first, rows, column, 0);
      continue;
    }
    const pair = min(column, end - 2);
    const from = x + <usize>((pair * f.strideX - f.padLeft) * f.channels) * 4;
    const to = y + (<usize>(pair * f.yPixel) << 2);
    if (slides) twoSlidingWindows(f, from, w, to, first, rows);
    else twoWindows(f, from, w, to, first, rows);
    if (f.channels & 15) {
      oneWindow(f, x, w, y, first, rows, pair, fast);
      oneWindow(f, x, w, y, first, rows, pair + 1, fast);
    }
    column = pair + 1;
  }
}

/** Of positions begin, begin + step, … the first that is not below 0. */
// @ts-ignore: decorator
@inline
export function firstInside(begin: i32, step: i32): i32 {
  return begin < 0 ? (step - 1 - begin) / step : 0;
}

/** How many of `count` positions begin, begin + step, … are below `size`. */
// @ts-ignore: decorator
@inline
export function endInside(begin: i32, step: i32, count: i32, size: i32): i32 {
  return begin >= size ? 0 : min(count, (size - begin + step - 1) / step);
}

/** Sixteen channels at a time of two windows of three columns, which move as far as these lie apart. */
function twoSlidingWindows(f: DepthwiseConv2d, x: usize, w: usize, y: usize, first: i32, rows: i32): void {
  const pixel = <usize>f.channels << 2, step = <usize>f.dilationX * pixel;
  const xRow = <usize>(f.dilationY * f.xWidth) * pixel, yPixel = <usize>f.yPixel << 2;
  const panel = panelBytes(3 * f.kernelHeight), skip = <usize>(3 * first) * PANEL;
  const bytes = pixel & ~63, floor = f32x4.splat(f.floor);
  for (let channel: usize = 0; channel < bytes; channel += 64) {
    let q = w, r = w + panel;
    let s0 = v128.load(q - skip), s1 = v128.load(q - skip, 16), s2 = v128.load(r - skip), s3 = v128.load(r - skip, 16);
    let t0 = s0, t1 = s1, t2 = s2, t3 = s3;
    let p0 = x + channel;
    for (let row = rows; row > 0; row--) {
      const p1 = p0 + step, p2 = p1 + step, p3 = p2 + step;
      let u = v128.load(q, 32), v = v128.load(q, 64), z = v128.load(q, 96);
      let c = v128.load(p1), d = v128.load(p2);
      s0 = multiplyAdd(v128.load(p0), u, s0);
      t0 = multiplyAdd(c, u, t0);
      s0 = multiplyAdd(c, v, s0);
      t0 = multiplyAdd(d, v, t0);
      s0 = multiplyAdd(d, z, s0);
      t0 = multiplyAdd(v128.load(p3), z, t0);
      u = v128.load(q, 48), v = v128.load(q, 80), z = v128.load(q, 112);
      c = v128.load(p1, 16), d = v128.load(p2, 16);
      s1 = multiplyAdd(v128.load(p0, 16), u, s1);
      t1 = multiplyAdd(c, u, t1);
      s1 = multiplyAdd(c, v, s1);
      t1 = multiplyAdd(d, v, t1);
      s1 = multiplyAdd(d, z, s1);
      t1 = multiplyAdd(v128.load(p3, 16), z, t1);
      u = v128.load(r, 32), v = v128.load(r, 64), z = v128.load(r, 96);
      c = v128.load(p1, 32), d = v128.load(p2, 32);
      s2 = multiplyAdd(v128.load(p0, 32), u, s2);
      t2 = multiplyAdd(c, u, t2);
      s2 = multiplyAdd(c, v, s2);
      t2 = multiplyAdd(d, v, t2);
      s2 = multiplyAdd(d, z, s2);
      t2 = multiplyAdd(v128.load(p3, 32), z, t2);
      u = v128.load(r, 48), v = v128.load(r, 80), z = v128.load(r, 112);
      c = v128.load(p1, 48), d = v128.load(p2, 48);
      s3 = multiplyAdd(v128.load(p0, 48), u, s3);
      t3 = multiplyAdd(c, u, t3);
      s3 = multiplyAdd(c, v, s3);
      t3 = multiplyAdd(d, v, t3);
      s3 = multiplyAdd(d, z, s3);
      t3 = multiplyAdd(v128.load(p3, 48), z, t3);
      p0 += xRow;
      q += 3 * PANEL;
      r += 3 * PANEL;
    }
    const to = y + channel;
    v128.store(to, f32x4.pmax(s0, floor));
    v128.store(to, f32x4.pmax(s1, floor), 16);
    v128.store(to, f32x4.pmax(s2, floor), 32);
    v128.store(to, f32x4.pmax(s3, floor), 48);
    v128.store(to + yPixel, f32x4.pmax(t0, floor));
    v128.store(to + yPixel, f32x4.pmax(t1, floor), 16);
    v128.store(to + yPixel, f32x4.pmax(t2, floor), 32);
    v128.store(to + yPixel, f32x4.pmax(t3, floor), 48);
    w += 2 * panel;
  }
}

/** The same for windows of any size. */
function twoWindows(f: DepthwiseConv2d, x: usize, w: usize, y: usize, first: i32, rows: i32): void {
  const pixel = <usize>f.channels << 2, step = <usize>f.dilationX * pixel, stride = <usize>f.strideX * pixel;
  const columns = f.kernelWidth, yPixel = <usize>f.yPixel << 2;
  const jump = <usize>(f.dilationY * f.xWidth) * pixel - <usize>columns * step;
  const panel = panelBytes(columns * f.kernelHeight), skip = <usize>(columns * first) * PANEL;
  const bytes = pixel & ~63, floor = f32x4.splat(f.floor);
  for (let channel: usize = 0; channel < bytes; channel += 64) {
    let q = w, r = w + panel;
    let s0 = v128.load(q - skip), s1 = v128.load(q - skip, 16), s2 = v128.load(r - skip), s3 = v128.load(r - skip, 16);
    let t0 = s0, t1 = s1, t2 = s2, t3 = s3;
    let a = x + channel, b = a + stride;
    for (let row = rows; row > 0; row--) {
      for (let column = columns; column > 0; column--) {
        const w0 = v128.load(q, 32), w1 = v128.load(q, 48), w2 = v128.load(r, 32), w3 = v128.load(r, 48);
        s0 = multiplyAdd(v128.load(a), w0, s0);
        s1 = multiplyAdd(v128.load(a, 16), w1, s1);
        s2 = multiplyAdd(v128.load(a, 32), w2, s2);
        s3 = multiplyAdd(v128.load(a, 48), w3, s3);
        t0 = multiplyAdd(v128.load(b), w0, t0);
        t1 = multiplyAdd(v128.load(b, 16), w1, t1);
        t2 = multiplyAdd(v128.load(b, 32), w2, t2);
        t3 = multiplyAdd(v128.load(b, 48), w3, t3);
        a += step;
        b += step;
        q += PANEL;
        r += PANEL;
      }
      a += jump;
      b += jump;
    }
    const to = y + channel;
    v128.store(to, f32x4.pmax(s0, floor));
    v128.store(to, f32x4.pmax(s1, floor), 16);
    v128.store(to, f32x4.pmax(s2, floor), 32);
    v128.store(to, f32x4.pmax(s3, floor), 48);
    v128.store(to + yPixel, f32x4.pmax(t0, floor));
    v128.store(to + yPixel, f32x4.pmax(t1, floor), 16);
    v128.store(to + yPixel, f32x4.pmax(t2, floor), 32);
    v128.store(to + yPixel, f32x4.pmax(t3, floor), 48);
    w += 2 * panel;
  }
}

/** One window, which may reach beyond the image: its channels from a place on, eight at a time. */
function oneWindow(
  f: DepthwiseConv2d, x: usize, w: usize, y: usize, first: i32, rows: i32, column: i32, channel: usize,
): void {
  const left = column * f.strideX - f.padLeft, begin = firstInside(left, f.dilationX);
  const columns = max(0, endInside(left, f.dilationX, f.kernelWidth, f.xWidth) - begin);
  const pixel = <usize>f.channels << 2, step = <usize>f.dilationX * pixel;
  const xJump = <usize>(f.dilationY * f.xWidth) * pixel - <usize>columns * step;
  const wJump = <usize>(f.kernelWidth - columns) * PANEL, skip = <usize>(f.kernelWidth * first) * PANEL;
  const panel = panelBytes(f.kernelWidth * f.kernelHeight), floor = f32x4.splat(f.floor);
  x += <usize>(left + begin * f.dilationX) * pixel;
  y += <usize>(column * f.yPixel) << 2;
  w += channel / PANEL * panel;
  for (; channel + 32 <= pixel; channel += 32) {
    let s = v128.load(w - skip), t = v128.load(w - skip, 16);
    let p = x + channel, q = w + <usize>begin * PANEL;
    for (let row = rows; row > 0; row--) {
      for (let i = columns; i > 0; i--) {
        s = multiplyAdd(v128.load(p), v128.load(q, 32), s);
        t = multiplyAdd(v128.load(p, 16), v128.load(q, 48), t);
        p += step;
        q += PANEL;
      }
      p += xJump;
      q += wJump;
    }
    v128.store(y + channel, f32x4.pmax(s, floor));
    v128.store(y + channel, f32x4.pmax(t, floor), 16);
    w += panel;
  }
  for (; channel < pixel; channel += 16) {
    const bytes = pixel - channel;
    let sum = v128.load(w - skip);
    let p = x + channel, q = w + <usize>begin * PANEL;
    for (let row = rows; row > 0; row--) {
      for (let i = columns; i > 0; i--) {
        sum = multiplyAdd(some(p, bytes), v128.load(q, 32), sum);
        p += step;
        q += PANEL;
      }
      p += xJump;
      q += wJump;
    }
    put(y + channel, f32x4.pmax(sum, floor), bytes);
    w += 16;
  }
}
