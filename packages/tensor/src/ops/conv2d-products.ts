// The definition of a convolution, which all kinds and their gradients share: which products are summed, and
// what becomes of the sums.

import type { NdArray } from '../graph.js';
import type { Conv2dGeometry, FusedActivation } from './conv2d-geometry.js';

/** Calls `visit` with the places in x, w and y of every product that a convolution sums. */
export function forEachProduct(
  geometry: Conv2dGeometry,
  visit: (inX: number, inW: number, inY: number) => void,
): void {
  const { images, xHeight, xWidth, channels, kernelHeight, kernelWidth, yHeight, yWidth, filters } = geometry;
  const { strideY, strideX, dilationY, dilationX, padTop, padLeft, groups } = geometry;
  const depth = channels / groups;
  const width = filters / groups;
  for (let pixel = 0; pixel < images * yHeight * yWidth; pixel++) {
    const image = Math.floor(pixel / (yHeight * yWidth));
    const top = (Math.floor(pixel / yWidth) % yHeight) * strideY - padTop;
    const left = (pixel % yWidth) * strideX - padLeft;
    for (let ky = 0; ky < kernelHeight; ky++) {
      for (let kx = 0; kx < kernelWidth; kx++) {
        const row = top + ky * dilationY;
        const column = left + kx * dilationX;
        if (row < 0 || row >= xHeight || column < 0 || column >= xWidth) continue;
        const inX = ((image * xHeight + row) * xWidth + column) * channels;
        const inW = (ky * kernelWidth + kx) * depth * filters;
        for (let c = 0; c < channels; c++) {
          const first = Math.floor(c / depth) * width;
          const inFilters = inW + (c % depth) * filters;
          for (let f = first; f < first + width; f++) visit(inX + c, inFilters + f, pixel * filters + f);
        }
      }
    }
  }
}

/** y = activation(y + bias), the bias `[channels]` along the last axis of y. */
export function finishSums(y: NdArray, bias: NdArray | undefined, activation?: FusedActivation): void {
  const channels = y.shape.at(-1)!;
  for (let i = 0; i < y.data.length; i++) {
    const z = y.data[i]! + (bias?.data[i % channels] ?? 0);
    y.data[i] = activation === 'relu' ? Math.max(0, z) : z;
  }
}
