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
      const cellY = row % f.height;
      const image = f.dy + <usize>((row / f.height) * outHeight * outWidth) * pixel;
      for (let cellX = 0; cellX < f.width; cellX++) {
        const dx = f.dx + <usize>(row * f.width + cellX) * pixel;
        fillZeros(dx, pixel);
        gatherCell(f, cellY, cellX, image, outWidth, dx, pixel);
      }
    }
  }
}

function gatherCell(
  f: UpsampleBilinear2dGrad, cellY: i32, cellX: i32, image: usize, outWidth: i32, dx: usize, pixel: usize,
): void {
  const firstX = max(0, (cellX - 1) * f.factorX);
  const endX = min(outWidth, (cellX + 2) * f.factorX);
  const endY = min(f.height * f.factorY, (cellY + 2) * f.factorY);
  for (let y = max(0, (cellY - 1) * f.factorY); y < endY; y++) {
    const down = share(y, cellY, f.factorY, f.height);
    if (down == 0) continue;
    for (let x = firstX; x < endX; x++) {
      const across = share(x, cellX, f.factorX, f.width);
      if (across == 0) continue;
      addScaled(image + <usize>(y * outWidth + x) * pixel, down * across, dx, pixel);
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
