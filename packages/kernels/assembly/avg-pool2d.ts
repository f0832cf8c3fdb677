import { AvgPool2d, AvgPool2dGrad } from "./generated/fields";
import { loadSome, storeSome } from "./elements";
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
    meanOfWindow(x, y, channels * 4, <usize>f.width * channels * 4, endY - firstY, width);
  }
}

/** All channels of one window: cells and rows that many bytes apart, `height` × `width` of them. */
function meanOfWindow(x: usize, y: usize, cell: usize, pitch: usize, height: i32, width: i32): void {
  const count = f32x4.splat(<f32>(height * width));
  const rowBytes = <usize>width * cell;
  const end = x + <usize>height * pitch;
  let i: usize = 0;
  for (; i + 16 <= cell; i += 16) {
    let sum = f32x4.splat(0);
    for (let row = x + i; row < end; row += pitch) {
      for (let at = row; at < row + rowBytes; at += cell) sum = f32x4.add(sum, v128.load(at));
    }
    v128.store(y + i, f32x4.div(sum, count));
  }
  if (i == cell) return;
  let sum = f32x4.splat(0);
  for (let row = x + i; row < end; row += pitch) {
    for (let at = row; at < row + rowBytes; at += cell) sum = f32x4.add(sum, loadSome(at, cell - i));
  }
  storeSome(y + i, f32x4.div(sum, count), cell - i);
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
  const cell = <usize>f.channels * 4;
  const y = (row % f.height) + f.top;
  const firstY = max(0, (y - f.poolHeight + f.strideY) / f.strideY);
  const endY = min(f.outHeight, y / f.strideY + 1);
  const outImage = (row / f.height) * f.outHeight;
  for (let column = 0; column < f.width; column++) {
    const dx = f.dx + <usize>(row * f.width + column) * cell;
    const x = column + f.left;
    const firstX = max(0, (x - f.poolWidth + f.strideX) / f.strideX);
    const endX = min(f.outWidth, x / f.strideX + 1);
    if (firstY >= endY || firstX >= endX) fillRow(dx, 0, cell);
    let fresh = true;
    for (let outY = firstY; outY < endY; outY++) {
      const height = cellsInside(outY * f.strideY - f.top, f.poolHeight, f.height);
      for (let outX = firstX; outX < endX; outX++) {
        const width = cellsInside(outX * f.strideX - f.left, f.poolWidth, f.width);
        const dy = f.dy + <usize>((outImage + outY) * f.outWidth + outX) * cell;
        const share: f32 = 1 / <f32>(height * width);
        if (fresh) scaleRow(dy, dx, share, cell);
        else addShare(dy, share, dx, cell);
        fresh = false;
      }
    }
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
