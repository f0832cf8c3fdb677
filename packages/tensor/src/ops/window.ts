import { ConfigError, ShapeError } from '../errors.js';

/** `valid`: windows lie inside the input. `same`: zeros around it make the output ⌈size / stride⌉ long. */
export type Padding = 'same' | 'valid';

/** Positions of a window along one axis: how many, and the cells added before and after the input. */
export interface WindowOutput {
  readonly size: number;
  readonly before: number;
  readonly after: number;
}

/**
 * Slides a window along one axis, as TensorFlow does: with `same`, an odd padding cell goes to the end.
 * @param dilation cells from one cell of the window to the next
 * @throws ShapeError when a window does not fit, ConfigError for an unusable window, stride, dilation or padding.
 */
export function windowOutput(
  size: number,
  window: number,
  stride: number,
  padding: Padding,
  dilation = 1,
): WindowOutput {
  expectWholePositive('window', window);
  expectWholePositive('stride', stride);
  expectWholePositive('dilation', dilation);
  expectPadding(padding);
  const extent = dilatedExtent(window, dilation);
  if (padding === 'same') {
    const count = Math.ceil(size / stride);
    const total = Math.max(0, (count - 1) * stride + extent - size);
    const before = Math.floor(total / 2);
    return { size: count, before, after: total - before };
  }
  if (extent > size) {
    throw new ShapeError(
      `A window of ${window}${extent > window ? ` dilated to ${extent}` : ''} does not fit into an axis of ${size}, and without padding it has to lie inside. Use padding 'same', a smaller window, or a larger input.`,
    );
  }
  return { size: Math.floor((size - extent) / stride) + 1, before: 0, after: 0 };
}

/** Cells that a window spans when its own lie `dilation` apart. */
export function dilatedExtent(window: number, dilation: number): number {
  return (window - 1) * dilation + 1;
}

/** @throws ConfigError unless the padding is `same` or `valid`. */
export function expectPadding(padding: Padding): void {
  if (padding === 'same' || padding === 'valid') return;
  throw new ConfigError(`The padding is '${padding}'; it can be 'same' or 'valid'. Choose one of the two.`);
}

/** @throws ConfigError unless a number of cells is whole and 1 or more. */
export function expectWholePositive(what: string, value: number): void {
  if (Number.isInteger(value) && value > 0) return;
  throw new ConfigError(`The ${what} is ${value}; it must be a whole number of cells. Choose 1 or more.`);
}
