import { UpsampleBilinear2d, UpsampleBilinear2dGrad, UpsampleNearest2d } from "./generated/fields";
import { loadSome, storeSome } from "./elements";
import { copyBytes, fillZeros } from "./padding";
import { endRow, firstRow, rowChunks, scaleRow } from "./rows";
import { claim, workspace } from "./share";
import { multiplyAdd } from "./simd";

/** y = each pixel of x as factorY × factorX pixels. */
export function upsampleNearest2d(f: UpsampleNearest2d): void {
  const outWidth = f.width * f.factorX;
  const rows = f.batch * f.height * f.factorY;
  const pixel = <usize>f.channels * 4;
  const chunks = rowChunks(rows, outWidth * f.channels);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, rows, outWidth * f.channels);
    for (let row = firstRow(chunk, outWidth * f.channels); row < end; row++) {
      let from = f.x + <usize>((row / f.factorY) * f.width) * pixel;
      let to = f.y + <usize>(row * outWidth) * pixel;
      for (let column = 0; column < f.width; column++) {
        for (let time = 0; time < f.factorX; time++) {
          copyBytes(to, from, pixel);
          to += pixel;
        }
        from += pixel;
      }
    }
  }
}

/**
 * y = between the centres of the pixels of x, in proportion to the distances; beyond the outermost, as these. The
 * workspace holds a row of x between two rows, and 12 bytes more.
 */
export function upsampleBilinear2d(f: UpsampleBilinear2d): void {
  const outHeight = f.height * f.factorY;
  const outWidth = f.width * f.factorX;
  const rows = f.batch * outHeight;
  const pixel = <usize>f.channels * 4;
  const pitch = <usize>f.width * pixel;
  const chunks = rowChunks(rows, outWidth * f.channels);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, rows, outWidth * f.channels);
    for (let row = firstRow(chunk, outWidth * f.channels); row < end; row++) {
      const image = f.x + <usize>((row / outHeight) * f.height) * pitch;
      const y = row % outHeight;
      const above = image + <usize>clamp(cellBefore(y, f.factorY), f.height) * pitch;
      const below = image + <usize>clamp(cellBefore(y, f.factorY) + 1, f.height) * pitch;
      blend(above, below, fractionAfter(y, f.factorY), workspace(), pitch);
      stretchRow(f, workspace(), f.y + <usize>(row * outWidth) * pixel, pixel);
    }
  }
}

/** y = a row between its pixels; what lies behind it may be read. */
function stretchRow(f: UpsampleBilinear2d, row: usize, y: usize, pixel: usize): void {
  const last = row + <usize>(f.width - 1) * pixel, end = y + <usize>(f.width * f.factorX) * pixel;
  const whole = (pixel + 15) & ~15, halves = 2 * f.factorX;
  let left = row, right = row, behind = 1 + f.factorX;
  for (; y < end; y += pixel) {
    if (behind >= halves) {
      behind -= halves;
      left = right;
      right = min(right + pixel, last);
    }
    // What is stored beyond a pixel is that of the next ones, which follow.
    blend(left, right, <f32>behind / <f32>halves, y, min(whole, end - y));
    behind += 2;
  }
}

/** The cell whose centre lies before that of the upsampled cell i, −1 before the first one. */
// @ts-ignore: decorator
@inline
function cellBefore(i: i32, factor: i32): i32 {
  return (2 * i + 1 + factor) / (2 * factor) - 1;
}

/** How far behind that centre it is, as a share of the way to the next one. */
// @ts-ignore: decorator
@inline
function fractionAfter(i: i32, factor: i32): f32 {
  const halves: i32 = 2 * factor;
  const behind: i32 = (2 * i + 1 + factor) % halves;
  return <f32>behind / <f32>halves;
}

// @ts-ignore: decorator
@inline
function clamp(cell: i32, size: i32): i32 {
  return max(0, min(size - 1, cell));
}

/** y = a where `share` is 0, b where it is 1, and in between. */
function blend(a: usize, b: usize, share: f32, y: usize, bytes: usize): void {
  const ofA = f32x4.splat(1 - share), ofB = f32x4.splat(share);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    v128.store(y + i, multiplyAdd(v128.load(b + i), ofB, f32x4.mul(v128.load(a + i), ofA)));
  }
  if (i == bytes) return;
  const rest = bytes - i;
  storeSome(y + i, multiplyAdd(loadSome(b + i, rest), ofB, f32x4.mul(loadSome(a + i, rest), ofA)), rest);
}

/** dx = Σ dy times the share that each cell had in it, in order. The workspace holds a row of dy. */
export function upsampleBilinear2dGrad(f: UpsampleBilinear2dGrad): void {
  const rows = f.batch * f.height;
  const outHeight = f.height * f.factorY;
  const outWidth = f.width * f.factorX;
  const pixel = <usize>f.channels * 4;
  const pitch = <usize>outWidth * pixel;
  const work = f.width * f.channels * f.factorX * f.factorY;
  const chunks = rowChunks(rows, work);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, rows, work);
    for (let row = firstRow(chunk, work); row < end; row++) {
      const cell = row % f.height;
      const image = f.dy + <usize>((row / f.height) * outHeight) * pitch;
      const firstY = max(0, cell * f.factorY - (f.factorY + 1) / 2);
      const endY = min(outHeight, (cell + 1) * f.factorY + f.factorY / 2);
      const first = image + <usize>firstY * pitch;
      scaleRow(first, workspace(), share(firstY, cell, f.factorY, f.height), pitch);
      for (let y = firstY + 1; y < endY; y++) {
        addScaled(image + <usize>y * pitch, share(y, cell, f.factorY, f.height), workspace(), pitch);
      }
      const dx = f.dx + <usize>(row * f.width) * pixel;
      fillZeros(dx, <usize>f.width * pixel);
      shrinkRow(f, workspace(), dx, pixel);
    }
  }
}

/** The share that a cell has in the upsampled cell i. */
function share(i: i32, cell: i32, factor: i32, size: i32): f32 {
  const before = cellBefore(i, factor);
  const fraction = fractionAfter(i, factor);
  let sum: f32 = 0;
  if (clamp(before, size) == cell) sum += 1 - fraction;
  if (clamp(before + 1, size) == cell) sum += fraction;
  return sum;
}

/** Adds a row of dy to a row of dx, each pixel to the two that it was between. */
function shrinkRow(f: UpsampleBilinear2dGrad, row: usize, dx: usize, pixel: usize): void {
  const last = dx + <usize>(f.width - 1) * pixel, end = row + <usize>(f.width * f.factorX) * pixel;
  const halves = 2 * f.factorX;
  let left = dx, right = dx, behind = 1 + f.factorX;
  for (; row < end; row += pixel) {
    if (behind >= halves) {
      behind -= halves;
      left = right;
      right = min(right + pixel, last);
    }
    const across = <f32>behind / <f32>halves;
    if (left == right) addScaled(row, 1, left, pixel);
    else addToBoth(row, 1 - across, left, across, right, pixel);
    behind += 2;
  }
}

function addToBoth(
  x: usize, ofLeft: f32, left: usize, ofRight: f32, right: usize, bytes: usize,
): void {
  const a = f32x4.splat(ofLeft);
  const b = f32x4.splat(ofRight);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    const value = v128.load(x + i);
    v128.store(left + i, multiplyAdd(value, a, v128.load(left + i)));
    v128.store(right + i, multiplyAdd(value, b, v128.load(right + i)));
  }
  if (i == bytes) return;
  const rest = bytes - i;
  const value = loadSome(x + i, rest);
  storeSome(left + i, multiplyAdd(value, a, loadSome(left + i, rest)), rest);
  storeSome(right + i, multiplyAdd(value, b, loadSome(right + i, rest)), rest);
}

function addScaled(x: usize, factor: f32, y: usize, bytes: usize): void {
  const factors = f32x4.splat(factor);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    v128.store(y + i, multiplyAdd(v128.load(x + i), factors, v128.load(y + i)));
  }
  if (i == bytes) return;
  const sum = multiplyAdd(loadSome(x + i, bytes - i), factors, loadSome(y + i, bytes - i));
  storeSome(y + i, sum, bytes - i);
}
