import type { Picture } from './image-batch.js';

/** How far an image moves, in whole pixels, and what comes into view. */
export interface Shift {
  /** Up when negative. */
  readonly down: number;
  /** To the left when negative. */
  readonly right: number;
  readonly fillValue: number;
}

/** Moves an image in place; what comes into a mask is its own. */
export function shiftImage(picture: Picture, { down, right, fillValue: colour }: Shift): void {
  const { data, begin, height, width, channels, fill: fillValue = colour } = picture;
  const end = begin + height * width * channels;
  const rowSize = width * channels;
  const rows = Math.min(Math.abs(down), height) * rowSize;
  const columns = Math.min(Math.abs(right), width) * channels;
  // The rows lie one after another, so that all move at once; what went round their ends is filled.
  const distance = Math.sign(down) * rows + Math.sign(right) * columns;
  if (distance > 0) data.copyWithin(begin + distance, begin, Math.max(begin, end - distance));
  if (distance < 0) data.copyWithin(begin, Math.min(begin - distance, end), end);
  if (down > 0) data.fill(fillValue, begin, begin + rows);
  if (down < 0) data.fill(fillValue, end - rows, end);
  if (columns === 0) return;
  const first = right > 0 ? begin : begin + rowSize - columns;
  for (let at = first; at < end; at += rowSize) data.fill(fillValue, at, at + columns);
}
