import { MaxPool2d, MaxPool2dHalves } from "./generated/fields";
import { maxOfFour } from "./max-of-four";
import { rowChunks, firstRow, endRow } from "./rows";
import { claim } from "./share";
import { beats, storePlaces } from "./winners";

/** Windows of 2 × 2 cells side by side, no padding. */
export function maxPool2dHalves(f: MaxPool2dHalves): void {
  const cell = <usize>f.channels * 4;
  const inRow = <usize>f.width * cell;
  const outCells = f.outWidth * f.channels;
  const rows = f.batch * f.outHeight;
  const chunks = rowChunks(rows, outCells);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, rows, outCells);
    for (let row = firstRow(chunk, outCells); row < end; row++) {
      const image = row / f.outHeight;
      let x = f.x + <usize>(image * f.height + (row % f.outHeight) * 2) * inRow;
      let y = f.y + <usize>row * <usize>outCells * 4;
      let winner = f.winner + <usize>row * <usize>outCells;
      for (let column = 0; column < f.outWidth; column++) {
        maxOfFour(x, x + cell, x + inRow, x + inRow + cell, y, winner, f.channels);
        x += 2 * cell;
        y += cell;
        winner += <usize>f.channels;
      }
    }
  }
}

/** Windows of any size, padding cells left out. Winners that nobody asks for are 0, and not written. */
export function maxPool2d(f: MaxPool2d): void {
  const outCells = f.outWidth * f.channels;
  const rows = f.batch * f.outHeight;
  const work = outCells * f.poolHeight * f.poolWidth;
  const chunks = rowChunks(rows, work);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, rows, work);
    for (let row = firstRow(chunk, work); row < end; row++) maxPoolRow(f, row);
  }
}

function maxPoolRow(f: MaxPool2d, row: i32): void {
  const top = (row % f.outHeight) * f.strideY - f.top;
  const firstY = max(0, -top);
  const endY = min(f.poolHeight, f.height - top);
  const imageCells = <usize>(row / f.outHeight) * <usize>f.height * <usize>f.width;
  const image = f.x + imageCells * <usize>f.channels * 4;
  for (let column = 0; column < f.outWidth; column++) {
    const left = column * f.strideX - f.left;
    const firstX = max(0, -left);
    const endX = min(f.poolWidth, f.width - left);
    const out = <usize>(row * f.outWidth + column) * <usize>f.channels;
    const x = image + (<usize>((top + firstY) * f.width + left + firstX) * <usize>f.channels) * 4;
    const place = firstY * f.poolWidth + firstX;
    if (f.winner) maxOfWindow(f, x, out, place, endY - firstY, endX - firstX);
    else mostOfWindow(f, x, out, endY - firstY, endX - firstX);
  }
}

/** All channels of one window of `height` × `width` cells; the first is at x and has this place. */
function maxOfWindow(f: MaxPool2d, x: usize, out: usize, first: i32, height: i32, width: i32): void {
  const channels = <usize>f.channels;
  const cell = channels * 4;
  const nextRow = <usize>(f.width - width) * cell;
  const one = i32x4.splat(1);
  // From the last place in a row to the one before the first in the next.
  const skip = i32x4.splat(f.poolWidth - width);
  let sums = f32x4.splat(0);
  let channel: usize = 0;
  for (; channel + 4 <= channels; channel += 4) {
    let at = x + channel * 4;
    let best = f32x4.splat(-Infinity);
    let place = i32x4.splat(first);
    let winner = place;
    for (let row = 0; row < height; row++) {
      for (const end = at + <usize>width * cell; at < end; at += cell) {
        const value = v128.load(at);
        winner = v128.bitselect(place, winner, f32x4.gt(value, best));
        best = f32x4.pmax(best, value);
        sums = f32x4.add(sums, value);
        place = i32x4.add(place, one);
      }
      place = i32x4.add(place, skip);
      at += nextRow;
    }
    v128.store(f.y + (out + channel) * 4, best);
    storePlaces(f.winner + out + channel, winner);
  }
  // Comparisons pass over NaN. Where there may have been one, all is done again.
  const again = v128.any_true(f32x4.ne(sums, sums)) ? 0 : channel;
  for (channel = again; channel < channels; channel++) {
    maxOfWindowOne(f, x + channel * 4, out + channel, first, height, width);
  }
}

/** The same without winners. */
function mostOfWindow(f: MaxPool2d, x: usize, out: usize, height: i32, width: i32): void {
  const channels = <usize>f.channels;
  const cell = channels * 4, pitch = <usize>f.width * cell;
  let sums = f32x4.splat(0);
  let channel: usize = 0;
  for (; channel + 4 <= channels; channel += 4) {
    const top = x + channel * 4, bottom = top + <usize>height * pitch;
    let best = f32x4.splat(-Infinity);
    for (let row = top; row < bottom; row += pitch) {
      let left = width, at = row;
      for (; left >= 3; left -= 3) {
        const a = v128.load(at), b = v128.load(at + cell), c = v128.load(at + 2 * cell);
        best = f32x4.pmax(best, f32x4.pmax(f32x4.pmax(a, b), c));
        sums = f32x4.add(sums, f32x4.add(f32x4.add(a, b), c));
        at += 3 * cell;
      }
      for (; left > 0; left--) {
        const value = v128.load(at);
        best = f32x4.pmax(best, value);
        sums = f32x4.add(sums, value);
        at += cell;
      }
    }
    v128.store(f.y + (out + channel) * 4, best);
  }
  const again = v128.any_true(f32x4.ne(sums, sums)) ? 0 : channel;
  for (channel = again; channel < channels; channel++) {
    maxOfWindowOne(f, x + channel * 4, out + channel, 0, height, width);
  }
}

/** One channel of a window, NaN minded. */
function maxOfWindowOne(f: MaxPool2d, x: usize, out: usize, first: i32, height: i32, width: i32): void {
  const cell = <usize>f.channels * 4;
  const nextRow = <usize>(f.width - width) * cell;
  let at = x;
  let best = load<f32>(at);
  let winner = first;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      if (beats(load<f32>(at), best)) {
        best = load<f32>(at);
        winner = first + row * f.poolWidth + column;
      }
      at += cell;
    }
    at += nextRow;
  }
  store<f32>(f.y + out * 4, best);
  if (f.winner) store<u8>(f.winner + out, <u8>winner);
}
