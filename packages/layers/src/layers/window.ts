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
}

const names: readonly Padding[] = ['valid', 'same'];

/** @throws ConfigError unless `value` is `valid` or `same` */
export function paddingName(what: string, value: unknown): Padding {
  return oneOf(what, value, names);
}

/** Rows and columns of window positions over `[height, width, …]`. @throws ShapeError when the window does not fit */
export function windowPositions(label: string, image: Shape, window: SlidingWindow): [number, number] {
  const { size, strides, padding } = window;
  const along = (axis: 0 | 1): number => {
    if (typeof padding === 'string')
      return windowOutput(image[axis]!, size[axis], strides[axis], padding).size;
    const [before, after] = padding[axis];
    return windowOutput(image[axis]! + before + after, size[axis], strides[axis], 'valid').size;
  };
  try {
    return [along(0), along(1)];
  } catch (error) {
    if (!(error instanceof CnnError)) throw error;
    throw new ShapeError(`${label} was given inputs of shape ${formatShape(image)}. ${error.message}`);
  }
}
