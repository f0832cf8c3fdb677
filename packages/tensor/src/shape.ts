import { ShapeError } from './errors.js';

/** Sizes of a tensor's axes, outermost first. Images are `[batch, height, width, channels]`. */
export type Shape = readonly number[];

/** Number of elements of a tensor of this shape; 1 for a scalar (`[]`). */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const axis of shape) size *= axis;
  return size;
}

/** Whether two shapes are equal, axis by axis. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((axis, i) => axis === b[i]);
}

/** `[32, 28, 28, 1]`, for messages. `null` axes (any size) print as `null`, as in Keras. */
export function formatShape(shape: readonly (number | null)[]): string {
  return `[${shape.map(String).join(', ')}]`;
}

/** @throws ShapeError unless every axis is a whole number ≥ 0. */
export function checkShape(shape: Shape, what: string): void {
  if (shape.every((axis) => Number.isSafeInteger(axis) && axis >= 0)) return;
  throw new ShapeError(
    `${what} has the shape ${formatShape(shape)}; every axis must be a whole number, 0 or larger. Check the sizes it was made from.`,
  );
}
