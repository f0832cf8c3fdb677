import { type GreyImage, painted } from './grey-image.js';

const SIDE = 20;

/** Drawings on which it is easy to see what a filter answers to. */
export const drawings = {
  ring: ring(),
  house: house(),
  stripes: painted(SIDE, SIDE, (row, column) => ((row + column) % 8 < 4 ? 0.9 : 0.1)),
} as const satisfies Readonly<Record<string, GreyImage>>;

export type DrawingName = keyof typeof drawings;

export const drawingNames = Object.keys(drawings) as readonly DrawingName[];

/** Edges in every direction, soft as those of photographs. */
function ring(): GreyImage {
  const middle = (SIDE - 1) / 2;
  return painted(SIDE, SIDE, (row, column) => {
    const off = Math.abs(Math.hypot(row - middle, column - middle) - 6);
    return 0.08 + 0.87 * Math.min(1, Math.max(0, 2.4 - off));
  });
}

/** Edges that are upright, level and oblique. */
function house(): GreyImage {
  const within = (value: number, low: number, high: number): boolean => value >= low && value <= high;
  return painted(SIDE, SIDE, (row, column) => {
    if (within(row, 12, 16) && within(column, 8, 10)) return 0.12;
    if (within(row, 10, 16) && within(column, 4, 15)) return 0.85;
    if (within(row, 3, 9) && Math.abs(column - 9.5) <= row - 1.5) return 0.5;
    return row > 16 ? 0.3 : 0.12;
  });
}
