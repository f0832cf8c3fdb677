/**
 * How far a point is from a shape's edge: negative inside, positive outside. Shapes are centred at 0 and reach
 * to about 1, y points up; the numbers are exact near the edge, which is all that drawing needs.
 * After Quilez, "2D distance functions", https://iquilezles.org/articles/distfunctions2d/.
 */
export type SignedDistance = (x: number, y: number) => number;

/** The classes of the synthetic set, in the order of their labels. */
export const shapes: Readonly<Record<string, SignedDistance>> = {
  disc: (x, y) => length(x, y) - 0.95,
  ring: (x, y) => Math.abs(length(x, y) - 0.72) - 0.24,
  square: (x, y) => Math.max(Math.abs(x), Math.abs(y)) - 0.8,
  triangle: (x, y) => Math.max(Math.abs(x) * 0.866 + y * 0.5, -y) - 0.52,
  cross: (x, y) => Math.min(bar(x, y), bar(y, x)),
  star,
  crescent: (x, y) => Math.max(length(x, y) - 1, 0.78 - length(x - 0.45, y)),
  stripes: (x, y) => Math.max(length(x, y) - 1, wave(y / 0.5) * 0.5 - 0.125),
  checkerboard: (x, y) =>
    Math.max(Math.max(Math.abs(x), Math.abs(y)) - 0.9, checks(x / 0.45, y / 0.45) * 0.45),
  dots: (x, y) => Math.max(length(x, y) - 1, length(wave(x / 0.6), wave(y / 0.6)) * 0.6 - 0.19),
};

/** `Math.hypot` guards against overflow and takes several times as long. */
function length(x: number, y: number): number {
  return Math.sqrt(x * x + y * y);
}

function bar(x: number, y: number): number {
  return Math.max(Math.abs(x) - 0.95, Math.abs(y) - 0.28);
}

/** Five points: the plane is folded onto one half of one point. */
function star(x: number, y: number): number {
  const sector = (2 * Math.PI) / 5;
  const angle = Math.atan2(x, y);
  const folded = Math.abs(angle - sector * Math.round(angle / sector));
  const radius = length(x, y);
  const [across, along] = [radius * Math.sin(folded), radius * Math.cos(folded)];
  // The line from the tip (0, 1) to the inner corner, at radius 0.42 and 36 degrees.
  return 0.937 * across + 0.35 * (along - 1);
}

/** Distance to the nearest whole number: 0 on it, 0.5 between two. */
export function wave(t: number): number {
  return Math.abs(t - Math.round(t));
}

/** Negative on the white fields of a board with fields of side 1, positive on the black ones. */
function checks(x: number, y: number): number {
  const toEdge = Math.min(wave(x), wave(y));
  return (Math.floor(x) + Math.floor(y)) % 2 === 0 ? -toEdge : toEdge;
}
