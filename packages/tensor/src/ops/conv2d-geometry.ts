import { ConfigError, ShapeError } from '../errors.js';
import type { Operand } from '../graph.js';
import { formatShape, type Shape, sameShape } from '../shape.js';
import { expectAxes } from './expect.js';
import { dilatedExtent, type Padding, windowOutput } from './window.js';

/** `same`, `valid`, or the rows and columns of zeros around an image: `[[top, bottom], [left, right]]`. */
export type Conv2dPadding = Padding | readonly [readonly [number, number], readonly [number, number]];

/** How a convolution's window moves. */
export interface Conv2dWindow {
  /** Pixels from one window to the next, `[vertical, horizontal]`. */
  readonly strides: readonly [number, number];
  readonly padding: Conv2dPadding;
  /** Pixels from one element of a filter to the next, `[vertical, horizontal]`. Default 1. */
  readonly dilations?: readonly [number, number];
}

/** What is applied to each output. */
export type FusedActivation = 'linear' | 'relu';

/** How a convolution's window moves, and which channels it sees. */
export interface GroupedWindow extends Conv2dWindow {
  /**
   * Equal parts of the channels, in order; each is seen by as many equal parts of the filters. Default 1.
   */
  readonly groups?: number;
}

export interface Conv2dAttributes extends GroupedWindow {
  /** Default `linear`. */
  readonly activation?: FusedActivation;
}

export interface Conv2dInputGradientAttributes extends GroupedWindow {
  /** Shape of the convolution's input, `[batch, height, width, channels]`. */
  readonly inputShape: Shape;
}

export interface Conv2dFilterGradientAttributes extends GroupedWindow {
  /** Height and width of the filters. */
  readonly kernelSize: readonly [number, number];
}

/** What a convolution reads and writes. */
export interface Conv2dOperands {
  readonly x: Operand;
  readonly w: Operand;
  readonly bias: Operand;
  readonly y: Operand;
  /** With it, max pooling of 2 × 2 pixels follows: y is what is left, and this takes the winners, if they are wanted. */
  readonly pooling?: { readonly winner: Operand } | undefined;
}

/** What the kernels of convolutions want to know of the pooling that follows, if one does. */
export function poolingFields(pooling: Conv2dOperands['pooling']): { pooled: number; winner: Operand } {
  return { pooled: Number(pooling !== undefined), winner: pooling?.winner ?? null };
}

/** A convolution in numbers: `x` is its input, `y` its output, whichever of them is being computed. */
export interface Conv2dGeometry {
  readonly images: number;
  readonly xHeight: number;
  readonly xWidth: number;
  readonly channels: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly strideY: number;
  readonly strideX: number;
  /** Rows of zeros above the image, columns of zeros to its left. */
  readonly padTop: number;
  readonly padLeft: number;
  /** 1 where a filter has one element only. */
  readonly dilationY: number;
  readonly dilationX: number;
  readonly yHeight: number;
  readonly yWidth: number;
  readonly filters: number;
  readonly groups: number;
}

/** Bytes of an image of the input. */
export function inputBytes({ xHeight, xWidth, channels }: Conv2dGeometry): number {
  return 4 * xHeight * xWidth * channels;
}

/** Bytes of what becomes of an image. */
export function outputBytes({ yHeight, yWidth, filters }: Conv2dGeometry): number {
  return 4 * yHeight * yWidth * filters;
}

/** @throws ShapeError when shapes do not fit together or a window not in the image; ConfigError for options. */
export function conv2dGeometry(op: string, x: Shape, w: Shape, window: GroupedWindow): Conv2dGeometry {
  expectAxes(op, 'x', x, '[batch, height, width, channels]', 4);
  const { groups = 1 } = window;
  const axes = `[kernelHeight, kernelWidth, channels${groups > 1 ? ' / groups' : ''}, filters]`;
  expectAxes(op, 'w', w, axes, 4);
  const [images, xHeight, xWidth, channels] = x as readonly [number, number, number, number];
  const [kernelHeight, kernelWidth, depth, filters] = w as readonly [number, number, number, number];
  expectGroups(op, groups, channels, filters);
  if (depth * groups !== channels) {
    const fitting = [kernelHeight, kernelWidth, channels / groups, filters];
    throw new ShapeError(
      `${op}: the images x ${formatShape(x)} have ${channels} channels, but the filters w ${formatShape(w)} are made for ${depth}${groups > 1 ? ` in each of ${groups} groups` : ''}. Use filters of shape ${formatShape(fitting)}, or images with ${depth * groups} channels.`,
    );
  }
  const [strideY, strideX] = window.strides;
  const [dilationY, dilationX] = window.dilations ?? [1, 1];
  const [vertical, horizontal] = typeof window.padding === 'string' ? [] : window.padding;
  const rows = placeWindow(op, xHeight, kernelHeight, strideY, dilationY, vertical ?? window.padding);
  const columns = placeWindow(op, xWidth, kernelWidth, strideX, dilationX, horizontal ?? window.padding);
  return {
    images,
    xHeight,
    xWidth,
    channels,
    kernelHeight,
    kernelWidth,
    strideY,
    strideX,
    padTop: rows.before,
    padLeft: columns.before,
    dilationY: kernelHeight === 1 ? 1 : dilationY,
    dilationX: kernelWidth === 1 ? 1 : dilationX,
    yHeight: rows.size,
    yWidth: columns.size,
    filters,
    groups,
  };
}

/**
 * Without the last row and column of output where their number is odd: no window of a max pooling of 2 × 2 pixels
 * reaches them.
 */
export function pooledAway(geometry: Conv2dGeometry): Conv2dGeometry {
  const { yHeight, yWidth } = geometry;
  return { ...geometry, yHeight: yHeight - (yHeight % 2), yWidth: yWidth - (yWidth % 2) };
}

/** Shape of the output. */
export function convolvedShape({ images, yHeight, yWidth, filters }: Conv2dGeometry): Shape {
  return [images, yHeight, yWidth, filters];
}

/** Shape of the filters. */
export function filterShape({ kernelHeight, kernelWidth, channels, filters, groups }: Conv2dGeometry): Shape {
  return [kernelHeight, kernelWidth, channels / groups, filters];
}

/** @throws ShapeError unless a shape is that of the output. */
export function expectConvolved(op: string, name: string, shape: Shape, geometry: Conv2dGeometry): void {
  const expected = convolvedShape(geometry);
  if (sameShape(shape, expected)) return;
  throw new ShapeError(
    `${op} got '${name}' of shape ${formatShape(shape)}; a convolution with these sizes and options gives ${formatShape(expected)}. Pass the gradient of its output, and the same options.`,
  );
}

/**
 * The input gradient as a convolution of dy, with filters flipped and transposed. Only at stride 1 is
 * it one; with others, the strides say that it is not.
 */
export function inputGradientGeometry(geometry: Conv2dGeometry): Conv2dGeometry {
  return {
    ...geometry,
    xHeight: geometry.yHeight,
    xWidth: geometry.yWidth,
    channels: geometry.filters,
    padTop: dilatedExtent(geometry.kernelHeight, geometry.dilationY) - 1 - geometry.padTop,
    padLeft: dilatedExtent(geometry.kernelWidth, geometry.dilationX) - 1 - geometry.padLeft,
    yHeight: geometry.xHeight,
    yWidth: geometry.xWidth,
    filters: geometry.channels,
  };
}

function expectGroups(op: string, groups: number, channels: number, filters: number): void {
  if (!Number.isInteger(groups) || groups < 1) {
    throw new ConfigError(`${op}: groups is ${groups}; it must be a whole number. Choose 1 or more.`);
  }
  if (channels % groups === 0 && filters % groups === 0) return;
  throw new ShapeError(
    `${op}: ${channels} channels and ${filters} filters do not make ${groups} equal groups. Choose a number of groups that divides both.`,
  );
}

function placeWindow(
  op: string,
  size: number,
  window: number,
  stride: number,
  dilation: number,
  padding: Conv2dPadding | readonly [number, number],
): { size: number; before: number } {
  if (typeof padding === 'string') return windowOutput(size, window, stride, padding, dilation);
  const [before, after] = padding as readonly [number, number];
  if (![before, after].every((zeros) => Number.isInteger(zeros) && zeros >= 0)) {
    throw new ConfigError(
      `${op}: the padding of an axis is [${before}, ${after}]; it takes whole numbers of pixels, 0 or more. Write it as [[top, bottom], [left, right]], or use 'same' or 'valid'.`,
    );
  }
  return { size: windowOutput(size + before + after, window, stride, 'valid', dilation).size, before };
}
