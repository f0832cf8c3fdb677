// Which way of convolving is quickest for a shape.

import type { Conv2dGeometry } from './conv2d-geometry.js';

/**
 * - `gemm`: 1×1 filters that visit every pixel are a matrix product.
 * - `winograd`: 36 products in place of 144 for each tile, and transforms before and after.
 * - `direct`: sums over windows, for everything else.
 */
export type Conv2dAlgorithm = 'gemm' | 'winograd' | 'direct';

/** Fewer channels or filters than this leave Winograd's inner loops too short. */
const FEWEST_CHANNELS = 16;
/** Time that transforming takes, counted in products: a channel of a 6×6 tile, and an element of a filter. */
const PRODUCTS_PER_TILE_CHANNEL = 200;
const PRODUCTS_PER_FILTER = 300;
/** Transformed filters larger than this take more memory than the time saved is worth. */
const MOST_FILTER_BYTES = 64 * 2 ** 20;

/**
 * The algorithm for a convolution, or for an input gradient seen as one (`inputGradientGeometry`).
 * Winograd's rounding differs from that of a sum, so `deterministic` leaves it out.
 */
export function conv2dAlgorithm(geometry: Conv2dGeometry, deterministic: boolean): Conv2dAlgorithm {
  if (isMatrixProduct(geometry)) return 'gemm';
  return !deterministic && winogradPays(geometry) ? 'winograd' : 'direct';
}

/** The algorithm for the gradient of the filters. */
export function filterGradientAlgorithm(geometry: Conv2dGeometry, deterministic: boolean): Conv2dAlgorithm {
  return !deterministic && winogradPays(geometry) ? 'winograd' : 'direct';
}

/** Tiles of 4×4 outputs that cover all images. */
export function tilesOf({ images, yHeight, yWidth }: Conv2dGeometry): number {
  return images * Math.ceil(yHeight / 4) * Math.ceil(yWidth / 4);
}

/** 1×1 filters that visit every pixel. */
function isMatrixProduct({ kernelHeight, kernelWidth, strideY, strideX, ...rest }: Conv2dGeometry): boolean {
  const single = kernelHeight * kernelWidth === 1 && strideY === 1 && strideX === 1;
  return (
    single &&
    rest.xHeight === rest.yHeight &&
    rest.xWidth === rest.yWidth &&
    rest.padTop === 0 &&
    rest.padLeft === 0
  );
}

function winogradPays(geometry: Conv2dGeometry): boolean {
  const { images, yHeight, yWidth, kernelHeight, kernelWidth, strideY, strideX, channels, filters } =
    geometry;
  if (kernelHeight !== 3 || kernelWidth !== 3 || strideY !== 1 || strideX !== 1) return false;
  if (channels % 4 !== 0 || filters % 4 !== 0 || Math.min(channels, filters) < FEWEST_CHANNELS) return false;
  const pairs = channels * filters;
  if (36 * 4 * pairs > MOST_FILTER_BYTES) return false;
  const direct = images * yHeight * yWidth * 9 * pairs;
  const transforms = PRODUCTS_PER_TILE_CHANNEL * (channels + filters);
  return tilesOf(geometry) * (36 * pairs + transforms) + PRODUCTS_PER_FILTER * pairs < direct;
}
