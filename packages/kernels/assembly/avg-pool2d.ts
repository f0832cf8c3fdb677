import { AvgPool2d, AvgPool2dGrad } from "./generated/fields";
import { loadSome, storeSome } from "./elements";
import { firstCovering } from "./pool-windows";
import { endRow, fillRow, firstRow, rowChunks, scaleRow } from "./rows";
import { claim } from "./share";
import { multiplyAdd } from "./simd";

/** y = the mean of the cells of each window that lie inside the input. */
export function avgPool2d(f: AvgPool2d): void {
  const rows = f.batch * f.outHeight;
  const work = f.outWidth * f.channels * f.poolHeight * f.poolWidth;
  const chunks = rowChunks(rows, work);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, rows, work);
    for (let row = firstRow(chunk, work); row < end; row++) avgPoolRow(f, row);
  }
}

function avgPoolRow(f: AvgPool2d, row: i32): void {
  const channels = <usize>f.channels;
  const top = (row % f.outHeight) * f.strideY - f.top;
  const firstY = max(0, top);
  const endY = min(f.height, top + f.poolHeight);
  const image = (row / f.outHeight) * f.height;
  for (let column = 0; column < f.outWidth; column++) {
    const left = column * f.strideX - f.left;
    const firstX = max(0, left);
    const width = min(f.width, left + f.poolWidth) - firstX;
    const x = f.x + <usize>((image + firstY) * f.width + firstX) * channels * 4;
    const y = f.y + <usize>(row * f.outWidth + column) * channels * 4;
    const height = endY - firstY;
    meanOfWindow(x, y, channels * 4, <usize>f.width * channels * 4, height, width, height * width);
  }
}

/**
 * The sum of all cells of one window, over `count`, 16 channels at a time and then 4: `height` × `width` cells, cells
 * and rows that many bytes apart.
 */
function meanOfWindow(x: usize, y: usize, cell: usize, pitch: usize, height: i32, width: i32, count: i32): void {
  const counts = f32x4.splat(<f32>count);
  const rowBytes = <usize>width * cell;
  const end = x + <usize>height * pitch;
  let i: usize = 0;
  for (; i + 64 <= cell; i += 64) {
    let sum0 = f32x4.splat(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
    for (let row = x + i; row < end; row += pitch) {
      for (let at = row; at < row + rowBytes; at += cell) {
        sum0 = f32x4.add(sum0, v128.load(at));
        sum1 = f32x4.add(sum1, v128.load(at, 16));
        sum2 = f32x4.add(sum2, v128.load(at, 32));
        sum3 = f32x4.add(sum3, v128.load(at, 48));
      }
    }
    v128.store(y + i, f32x4.div(sum0, counts));
    v128.store(y + i, f32x4.div(sum1, counts), 16);
    v128.store(y + i, f32x4.div(sum2, counts), 32);
    v128.store(y + i, f32x4.div(sum3, counts), 48);
  }
  for (; i + 16 <= cell; i += 16) {
    let sum = f32x4.splat(0);
    for (let row = x + i; row < end; row += pitch) {
      for (let at = row; at < row + rowBytes; at += cell) sum = f32x4.add(sum, v128.load(at));
    }
    v128.store(y + i, f32x4.div(sum, counts));
  }
  if (i == cell) return;
  let sum = f32x4.splat(0);
  for (let row = x + i; row < end; row += pitch) {
    for (let at = row; at < row + rowBytes; at += cell) sum = f32x4.add(sum, loadSome(at, cell - i));
  }
  storeSome(y + i, f32x4.div(sum, counts), cell - i);
}

/** dx = the sum of dy / cells over the windows that cover each cell, in order. */
export function avgPool2dGrad(f: AvgPool2dGrad): void {
  const inCells = f.width * f.channels;
  const rows = f.batch * f.height;
  const chunks = rowChunks(rows, inCells);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, rows, inCells);
    for (let row = firstRow(chunk, inCells); row < end; row++) avgPoolGradRow(f, row);
  }
}

function avgPoolGradRow(f: AvgPool2dGrad, row: i32): void {
  const cell = <usize>f.channels * 4, pitch = <usize>f.outWidth * cell;
  const window = f.poolWidth, stride = f.strideX, left = f.left, right = left + f.width;
  const count = f.poolHeight * window, share: f32 = 1 / <f32>count;
  const y = (row % f.height) + f.top;
  const firstY = firstCovering(y, f.poolHeight, f.strideY), endY = min(f.outHeight, y / f.strideY + 1);
  const wholeY = areWhole(firstY, endY, f.strideY, f.top, f.poolHeight, f.height);
  const slopes = f.dy + <usize>((row / f.height) * f.outHeight + firstY) * pitch;
  let firstX = firstCovering(left, window, stride), endX = min(f.outWidth, left / stride + 1);
  let dx = f.dx + <usize>(row * f.width) * cell;
  for (let x = left; x < right; x++) {
    if (firstX * stride + window <= x) firstX++;
    if (endX * stride <= x && endX < f.outWidth) endX++;
    const dy = slopes + <usize>firstX * cell, height = endY - firstY, width = endX - firstX;
    if (height <= 0 || width <= 0) fillRow(dx, 0, cell);
    else if (!wholeY || !areWhole(firstX, endX, stride, left, window, f.width)) {
      sumShares(f, dy, dx, cell, pitch, firstY, endY, firstX, endX);
    } else if (height * width == 1) scaleRow(dy, dx, share, cell);
    else meanOfWindow(dy, dx, cell, pitch, height, width, count);
    dx += cell;
  }
}

/** Whether windows lie inside of the image, in one direction. */
// @ts-ignore: decorator
@inline
function areWhole(first: i32, end: i32, stride: i32, before: i32, window: i32, size: i32): bool {
  return first * stride >= before && (end - 1) * stride - before + window <= size;
}

/** dx = the sum of the shares of windows that are cut off, each in its own way. */
function sumShares(
  f: AvgPool2dGrad, dy: usize, dx: usize, cell: usize, pitch: usize, firstY: i32, endY: i32, firstX: i32, endX: i32,
): void {
  let fresh = true;
  for (let outY = firstY; outY < endY; outY++) {
    const height = cellsInside(outY * f.strideY - f.top, f.poolHeight, f.height);
    let slope = dy;
    for (let outX = firstX; outX < endX; outX++) {
      const width = cellsInside(outX * f.strideX - f.left, f.poolWidth, f.width);
      const share: f32 = 1 / <f32>(height * width);
      if (fresh) scaleRow(slope, dx, share, cell);
      else addShare(slope, share, dx, cell);
      fresh = false;
      slope += cell;
    }
    dy += pitch;
  }
}

/** Cells of a window beginning at `begin` that lie in 0 … size − 1. */
// @ts-ignore: decorator
@inline
function cellsInside(begin: i32, window: i32, size: i32): i32 {
  return min(size, begin + window) - max(0, begin);
}

/** dx += share · dy. */
function addShare(dy: usize, share: f32, dx: usize, bytes: usize): void {
  const shares = f32x4.splat(share);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    v128.store(dx + i, multiplyAdd(v128.load(dy + i), shares, v128.load(dx + i)));
  }
  if (i == bytes) return;
  const sum = multiplyAdd(loadSome(dy + i, bytes - i), shares, loadSome(dx + i, bytes - i));
  storeSome(dx + i, sum, bytes - i);
}
