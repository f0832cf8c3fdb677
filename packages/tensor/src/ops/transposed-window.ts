import { ConfigError, ShapeError } from '../errors.js';
import { dilatedExtent, expectPadding, expectWholePositive, type Padding } from './window.js';

/** What a transposed convolution gives along one axis. */
export interface TransposedOutput {
  readonly size: number;
  /** Cells that are cut off before and after: the padding of the convolution backwards. */
  readonly before: number;
  readonly after: number;
}

/**
 * The output of a transposed convolution along one axis, as Keras defines it. Without `outputPadding`,
 * `same` gives size · stride cells and `valid` as many as the windows reach, at least size · stride; with
 * it, `valid` adds so many to where the windows reach, and `same` cuts half a window off at either side first.
 * @throws ConfigError for an unusable window, stride, dilation, padding or output padding; ShapeError when
 * nothing is left.
 */
export function transposedOutput(
  size: number,
  window: number,
  stride: number,
  padding: Padding,
  dilation = 1,
  outputPadding?: number,
): TransposedOutput {
  expectWholePositive('window', window);
  expectWholePositive('stride', stride);
  expectWholePositive('dilation', dilation);
  expectPadding(padding);
  if (outputPadding !== undefined) expectOutputPadding(outputPadding, stride);
  const extent = dilatedExtent(window, dilation);
  const reach = (size - 1) * stride + extent;
  const length = transposedLength(reach, size * stride, extent, padding, outputPadding);
  if (length < 1) {
    throw new ShapeError(
      `An axis of ${size} with a window of ${extent} and 'same' padding comes out at ${length} cells. Use more output padding, or a larger input.`,
    );
  }
  const total = Math.max(0, reach - length);
  const before = Math.floor(total / 2);
  return { size: length, before, after: total - before };
}

function transposedLength(
  reach: number,
  scaled: number,
  extent: number,
  padding: Padding,
  outputPadding?: number,
): number {
  if (outputPadding === undefined) return padding === 'same' ? scaled : Math.max(reach, scaled);
  return reach + outputPadding - (padding === 'same' ? 2 * Math.floor(extent / 2) : 0);
}

function expectOutputPadding(outputPadding: number, stride: number): void {
  if (Number.isInteger(outputPadding) && outputPadding >= 0 && outputPadding < stride) return;
  throw new ConfigError(
    `The output padding is ${outputPadding}; it must be a whole number of cells below the stride, ${stride}. Choose 0 to ${stride - 1}, or leave it out.`,
  );
}
