// Which way of convolving is quickest for a shape.

import type { Conv2dGeometry } from './conv2d-geometry.js';

/**
 * - `gemm`: 1×1 filters that visit every pixel are a matrix product.
 * - `winograd`: 36 products in place of 144 for each tile, and transforms before and after.
 * - `direct`: sums over windows, for everything else.
 */
export type Conv2dAlgorithm = 'gemm' | 'winograd' | 'direct';

/** Fewer channels or filters than this leave Winograd's inner loops too short. */
const FEWEST_CHANNELS = 8;
/** Filters from which on it pays for images of three channels, whose sums have a kernel of their own. */
const FEWEST_FILTERS_OF_COLOURS = 24;

/** Filters from which on a product repays packing x, which the tiles read once for every eight of them. */
const FEWEST_FILTERS_OF_PRODUCT = 96;
/** Pixels from which on an image has enough terms for direct sums, which are taken up again for each. */
const FEWEST_PIXELS_OF_SUMS = 16;

// Costs, counted in the multiply-adds that a direct convolution would do in the same time.
/** A tile's 36 products for each pair of channel and filter; their sums are short, so they take a little longer. */
const TILE_PAIR = 40;
/** Transforming a channel of a tile, forth or back. */
const TILE_CHANNEL = 250;
/** Transforming the filter of a pair. */
const FILTER_PAIR = 450;
/** Taking up an image's sums again, in a direct filter gradient, for each element of the filters. */
const IMAGE_ELEMENT = 8;

/** Transformed filters larger than this take more memory than the time saved is worth. */
const MOST_FILTER_BYTES = 64 * 2 ** 20;

/**
 * The algorithm for a convolution, or for an input gradient seen as one (`inputGradientGeometry`).
 * Winograd's rounding differs from that of a sum, so `deterministic` leaves it out.
 */
export function conv2dAlgorithm(geometry: Conv2dGeometry, deterministic: boolean): Conv2dAlgorithm {
  if (isMatrixProduct(geometry)) return 'gemm';
  if (deterministic) return 'direct';
  return winogradPays(geometry) || winogradPaysForColours(geometry) ? 'winograd' : 'direct';
}

/**
 * The algorithm for the gradient of the filters. Those of 1×1 are xᵀ · dy, whose terms are the pixels of all images;
 * direct sums read x where it lies, a pixel's bytes apart, and are the quicker ones for few filters only.
 */
export function filterGradientAlgorithm(geometry: Conv2dGeometry, deterministic: boolean): Conv2dAlgorithm {
  if (isMatrixProduct(geometry) && productPays(geometry)) return 'gemm';
  const elements = 9 * geometry.channels * geometry.filters;
  const resumed = geometry.images * elements * IMAGE_ELEMENT;
  return !deterministic && winogradPays(geometry, resumed) ? 'winograd' : 'direct';
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

function productPays({ yHeight, yWidth, filters }: Conv2dGeometry): boolean {
  return filters >= FEWEST_FILTERS_OF_PRODUCT || yHeight * yWidth < FEWEST_PIXELS_OF_SUMS;
}

function winogradPays(geometry: Conv2dGeometry, directExtra = 0): boolean {
  const { images, yHeight, yWidth, channels, filters } = geometry;
  if (!isThreeByThree(geometry)) return false;
  if (channels % 4 !== 0 || filters % 4 !== 0 || Math.min(channels, filters) < FEWEST_CHANNELS) return false;
  const pairs = channels * filters;
  if (36 * 4 * pairs > MOST_FILTER_BYTES) return false;
  const direct = images * yHeight * yWidth * 9 * pairs + directExtra;
  const tile = TILE_PAIR * pairs + TILE_CHANNEL * (channels + filters);
  return images * tilesAlong(yHeight) * tilesAlong(yWidth) * tile + FILTER_PAIR * pairs < direct;
}

function winogradPaysForColours(geometry: Conv2dGeometry): boolean {
  const { images, yHeight, yWidth, channels, filters } = geometry;
  if (!isThreeByThree(geometry) || channels !== 3 || images === 0) return false;
  // Smaller images have too many tiles that are not whole.
  return filters % 4 === 0 && filters >= FEWEST_FILTERS_OF_COLOURS && Math.min(yHeight, yWidth) >= 16;
}

/** 3×3 filters that visit every pixel. */
function isThreeByThree({ kernelHeight, kernelWidth, ...rest }: Conv2dGeometry): boolean {
  const { strideY, strideX, dilationY, dilationX } = rest;
  return kernelHeight === 3 && kernelWidth === 3 && Math.max(strideY, strideX, dilationY, dilationX) === 1;
}

/** Tiles along a side of an image; a last one of one or two outputs makes do with four of six points. */
function tilesAlong(size: number): number {
  const rest = size % 4;
  return Math.floor(size / 4) + (rest === 0 ? 0 : rest <= 2 ? 2 / 3 : 1);
}
