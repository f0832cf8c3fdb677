import type { Box } from '@cnn/datasets';

/** A grid over the image, each cell of which has boxes of some sizes around its centre. */
export interface PriorGrid {
  readonly rows: number;
  readonly columns: number;
  /** Width and height, as fractions of the image. */
  readonly sizes: readonly (readonly [width: number, height: number])[];
}

/** A box that a network starts from, when it says where an object is. */
export interface PriorBox {
  /** Its centre, as fractions of the image. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The boxes of all grids, in the order in which networks predict: grids, rows, columns, sizes. */
export function priorBoxes(grids: readonly PriorGrid[]): PriorBox[] {
  return grids.flatMap(({ rows, columns, sizes }) =>
    Array.from({ length: rows * columns }, (_, cell) => {
      const [row, column] = [Math.floor(cell / columns), cell % columns];
      return sizes.map(([width, height]) => ({
        ...{ x: (column + 0.5) / columns, y: (row + 0.5) / rows },
        ...{ width, height },
      }));
    }).flat(),
  );
}

/** The same as edges. */
export function edgesOf({ x, y, width, height }: PriorBox): Box {
  return { left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 };
}

/** A box as centre and size. */
export function centreOf({ left, top, right, bottom }: Box): PriorBox {
  return { x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top };
}

/** What of a box lies in the image. */
export function clipped({ left, top, right, bottom }: Box): Box {
  const inside = (value: number): number => Math.min(1, Math.max(0, value));
  return { left: inside(left), top: inside(top), right: inside(right), bottom: inside(bottom) };
}
