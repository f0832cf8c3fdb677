// Which windows of a pooling cover a cell.

/** The first of the windows, in one direction, that cover a place. */
// @ts-ignore: decorator
@inline
export function firstCovering(place: i32, window: i32, stride: i32): i32 {
  return max(0, (place - window + stride) / stride);
}
