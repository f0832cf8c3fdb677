import { UpsampleBilinear2d, UpsampleBilinear2dGrad, UpsampleNearest2d } from "./generated/fields";
import { loadSome, storeSome } from "./elements";
import { copyBytes, fillZeros } from "./padding";
import { endRow, firstRow, rowChunks } from "./rows";
import { claim } from "./share";
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

/** y = between the centres of the pixels of x, in proportion to the distances; beyond the outermost, as these. */
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
      const down = fractionAfter(y, f.factorY);
      for (let x = 0; x < outWidth; x++) {
        const left = <usize>clamp(cellBefore(x, f.factorX), f.width) * pixel;
        const right = <usize>clamp(cellBefore(x, f.factorX) + 1, f.width) * pixel;
        const to = f.y + <usize>(row * outWidth + x) * pixel;
        blend(above + left, above + right, below + left, below + right, down, fractionAfter(x, f.factorX), to, pixel);
      }
    }
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

function blend(
  a: usize, b: usize, c: usize, d: usize, down: f32, across: f32, y: usize, bytes: usize,
): void {
  const ofA = f32x4.splat((1 - down) * (1 - across));
  const ofB = f32x4.splat((1 - down) * across);
  const ofC = f32x4.splat(down * (1 - across));
  const ofD = f32x4.splat(down * across);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    const top = multiplyAdd(v128.load(b + i), ofB, f32x4.mul(v128.load(a + i), ofA));
    v128.store(y + i, multiplyAdd(v128.load(d + i), ofD, multiplyAdd(v128.load(c + i), ofC, top)));
  }
  if (i == bytes) return;
  const rest = bytes - i;
  const top = multiplyAdd(loadSome(b + i, rest), ofB, f32x4.mul(loadSome(a + i, rest), ofA));
  const sum = multiplyAdd(loadSome(d + i, rest), ofD, multiplyAdd(loadSome(c + i, rest), ofC, top));
  storeSome(y + i, sum, rest);
}

/** dx = Σ dy times the share that each cell had in it, in order. */
export function upsampleBilinear2dGrad(f: UpsampleBilinear2dGrad): void {
  const rows = f.batch * f.height;
  const outHeight = f.height * f.factorY;
  const outWidth = f.width * f.factorX;
  const pixel = <usize>f.channels * 4;
  const work = f.width * f.channels * f.factorX * f.factorY;
  const chunks = rowChunks(rows, work);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, rows, work);
    for (let row = firstRow(chunk, work); row < end; row++) {
      const cell = row % f.height;
      const dx = f.dx + <usize>(row * f.width) * pixel;
      fillZeros(dx, <usize>f.width * pixel);
      const firstY = max(0, cell * f.factorY - (f.factorY + 1) / 2);
      const endY = min(outHeight, (cell + 1) * f.factorY + (f.factorY + 1) / 2);
      for (let y = firstY; y < endY; y++) {
        const dy = f.dy + <usize>(((row / f.height) * outHeight + y) * outWidth) * pixel;
        addRow(f, dy, share(y, cell, f.factorY, f.height), dx, pixel);
      }
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

/** Adds a row of dy, times `down`, to the row of dx, each pixel to the two that it was between. */
function addRow(f: UpsampleBilinear2dGrad, dy: usize, down: f32, dx: usize, pixel: usize): void {
  const outWidth = f.width * f.factorX;
  for (let x = 0; x < outWidth; x++) {
    const before = cellBefore(x, f.factorX);
    const across = fractionAfter(x, f.factorX);
    const left = dx + <usize>clamp(before, f.width) * pixel;
    const right = dx + <usize>clamp(before + 1, f.width) * pixel;
    if (left == right) addScaled(dy, down, left, pixel);
    else addToBoth(dy, down * (1 - across), left, down * across, right, pixel);
    dy += pixel;
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
