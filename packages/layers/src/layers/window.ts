import {
  CnnError,
  type Conv2dPadding,
  formatShape,
  type Padding,
  type Shape,
  ShapeError,
  windowOutput,
} from '@cnn/tensor';
import { oneOf } from '../options.js';

/** A window that slides over the rows and columns of images. */
export interface SlidingWindow {
  readonly size: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: Conv2dPadding;
  /** Cells from one cell of the window to the next. Default 1. */
  readonly dilations?: readonly [number, number];
}

const names: readonly Padding[] = ['valid', 'same'];

/** @throws ConfigError unless `value` is `valid` or `same` */
export function paddingName(what: string, value: unknown): Padding {
  return oneOf(what, value, names);
}

/** Rows and columns of window positions over `[height, width, …]`. @throws ShapeError when the window does not fit */
export function windowPositions(label: string, image: Shape, window: SlidingWindow): [number, number] {
  const { size, strides, padding, dilations = [1, 1] } = window;
  const along = (axis: 0 | 1): number => {
    const [before, after] = typeof padding === 'string' ? [0, 0] : padding[axis];
    const name = typeof padding === 'string' ? padding : 'valid';
    const length = image[axis]! + before + after;
    return windowOutput(length, size[axis], strides[axis], name, dilations[axis]).size;
  };
  try {
    return [along(0), along(1)];
  } catch (error) {
    if (!(error instanceof CnnError)) throw error;
    throw new ShapeError(`${label} was given inputs of shape ${formatShape(image)}. ${error.message}`);
  }
}
