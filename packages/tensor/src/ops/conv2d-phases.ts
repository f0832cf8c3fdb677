// The gradient of a convolution's input, phase by phase. With a stride s, the input pixels whose windows
// begin at the same distance from a multiple of s see the same elements of the filter: each such phase
// is a convolution of dy, of stride 1, with these elements flipped.

import type { Conv2dGeometry } from './conv2d-geometry.js';

/** The input positions of an axis first, first + stride, … and the filter elements that they see. */
export interface Phase {
  readonly first: number;
  readonly outputs: number;
  /** Filter elements offset, offset + step, …, so many. */
  readonly offset: number;
  readonly step: number;
  readonly taps: number;
  /** Cells of dy from one of these elements to the next. */
  readonly dilation: number;
  /** Zeros before dy; cells of dy that are left out, if negative. */
  readonly padding: number;
}

/** The phases of the rows times those of the columns. */
export function phasesOf(geometry: Conv2dGeometry): { readonly row: Phase; readonly column: Phase }[] {
  const { xHeight, kernelHeight, strideY, dilationY, padTop } = geometry;
  const { xWidth, kernelWidth, strideX, dilationX, padLeft } = geometry;
  const rows = axisPhases(xHeight, kernelHeight, strideY, dilationY, padTop);
  const columns = axisPhases(xWidth, kernelWidth, strideX, dilationX, padLeft);
  return rows.flatMap((row) => columns.map((column) => ({ row, column })));
}

/** A phase as a convolution of dy, which gives some of the pixels of the input's gradient. */
export function phaseGeometry(geometry: Conv2dGeometry, row: Phase, column: Phase): Conv2dGeometry {
  return {
    ...geometry,
    xHeight: geometry.yHeight,
    xWidth: geometry.yWidth,
    channels: geometry.filters,
    kernelHeight: row.taps,
    kernelWidth: column.taps,
    strideY: 1,
    strideX: 1,
    padTop: row.padding,
    padLeft: column.padding,
    dilationY: row.dilation,
    dilationX: column.dilation,
    yHeight: row.outputs,
    yWidth: column.outputs,
    filters: geometry.channels,
  };
}

/** Where a kernel writes the pixels that it computes: places in an image, in elements. */
export interface Placement {
  readonly yOrigin: number;
  readonly yImage: number;
  readonly yRow: number;
  readonly yPixel: number;
}

/** Where the pixels of a phase lie in the input's gradient. */
export function phasePlacement(geometry: Conv2dGeometry, row: Phase, column: Phase): Placement {
  const { xHeight, xWidth, channels, strideY, strideX } = geometry;
  return {
    yOrigin: (row.first * xWidth + column.first) * channels,
    yImage: xHeight * xWidth * channels,
    yRow: strideY * xWidth * channels,
    yPixel: strideX * channels,
  };
}

function axisPhases(size: number, kernel: number, stride: number, dilation: number, pad: number): Phase[] {
  const common = greatestCommonDivisor(stride, dilation);
  const step = stride / common;
  return Array.from({ length: Math.min(stride, size) }, (_, first) => {
    const outputs = Math.ceil((size - first) / stride);
    const seen = Array.from({ length: step }, (_, offset) => offset).find(
      (offset) => (first + pad - offset * dilation) % stride === 0,
    );
    const offset = seen ?? kernel;
    const taps = Math.max(0, Math.ceil((kernel - offset) / step));
    const apart = taps > 1 ? dilation / common : 1;
    const newest = Math.floor((first + pad - offset * dilation) / stride);
    return { first, outputs, offset, step, taps, dilation: apart, padding: (taps - 1) * apart - newest };
  });
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
