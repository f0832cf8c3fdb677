// Convolutions with 3×3 filters at stride 1 by Winograd's minimal filtering: F(4×4, 3×3) forward and
// for the input gradient, F(3×3, 4×4) for the filter gradient.
//
// They round more than direct sums: on numbers of variance 1, errors stay below 2e-5 of the largest result. A
// test holds them to it.

import type { Operand, PerImage, Tape } from '../graph.js';
import { tilesOf } from './conv2d-algorithm.js';
import {
  type Conv2dGeometry,
  type Conv2dOperands,
  type FusedActivation,
  inputBytes,
  outputBytes,
  poolingFields,
} from './conv2d-geometry.js';
import { floorOf } from './gemm.js';

/** Bytes of transformed inputs and outputs of a block of tiles: they should stay in a second-level cache. */
const BLOCK_BYTES = 640 * 1024;
const FEWEST_BLOCK_TILES = 24;
const MOST_BLOCK_TILES = 64;
/** Chunks to have at least, for the threads to share, as far as there are tiles. */
const CHUNKS = 8;
/** Bytes of transformed filters that every chunk may read. */
const CACHED_FILTER_BYTES = 2 ** 20;
/** Slices of fewer filters would not be worth a chunk's transform of the inputs. */
const FEWEST_SLICE_FILTERS = 64;
/** Bytes that kernels take for partial sums of a tile, or windows that are pooled. */
const SUMS_BYTES = 192;
/** Tiles of a block that the convolution's kernel has room for beyond those there are. */
const SPARE_ROWS = 3;
/** Shares of the tiles that a filter gradient sums up apart, for as many threads; more where a share has enough tiles. */
const PARTS = 8;
const MOST_PARTS = 32;
const PART_TILES = 128;
/** Bytes that their sums may take. */
const PARTS_BYTES = 5 * 2 ** 20;
/**
 * Bytes of transformed tiles that a filter gradient at least sums up at a time where the sums are too many for that; as
 * many as of sums, if these are more: every round takes the sums out of memory and back.
 */
const ROUND_BYTES = 4 * 2 ** 20;
/**
 * Up to so many tiles, the sums of a block of channels and filters are kept in a cache until they are done: the sums
 * of all take longer to write and to read than to compute. More tiles would have to be read too often.
 */
const MOST_KEPT_TILES = 64;
const SUM_BLOCK = { blockChannels: 24, blockFilters: 32 };
/** Bytes of a kernel's constants and its table between two passes. */
const TABLE_BYTES = 640;

/** Where the elements of filters [3, 3, channels, filters] lie for a convolution over `depth` channels. */
interface FilterLayout {
  readonly origin: number;
  readonly rowStride: number;
  readonly columnStride: number;
  readonly depth: number;
  readonly depthStride: number;
  readonly width: number;
  readonly widthStride: number;
}

/** Filters as they are. */
export function plainFilters({ channels, filters }: Conv2dGeometry): FilterLayout {
  const tap = channels * filters;
  const taps = { origin: 0, rowStride: 3 * tap, columnStride: tap };
  return { ...taps, depth: channels, depthStride: filters, width: filters, widthStride: 1 };
}

/** Filters flipped, with channels and filters exchanged: those of the input gradient. */
export function flippedFilters({ channels, filters }: Conv2dGeometry): FilterLayout {
  const tap = channels * filters;
  const taps = { origin: 8 * tap, rowStride: -3 * tap, columnStride: -tap };
  return { ...taps, depth: filters, depthStride: 1, width: channels, widthStride: filters };
}

export function emitWinograd(
  tape: Tape,
  { x, w, bias, y, pooling }: Conv2dOperands,
  geometry: Conv2dGeometry,
  layout: FilterLayout,
  activation: FusedActivation,
): void {
  const { channels, filters } = geometry;
  const before = tape.before(w);
  const u = before.scratch(36 * planeBytes(channels, filters));
  before.workspace(TABLE_BYTES + 9 * 32);
  before.emit('winogradFilters', { w, u, ...layout });
  const { blockTiles, sliceFilters } = chunkSizes(geometry);
  const rows = blockTiles + SPARE_ROWS;
  const depth = roundUp(channels, 4);
  const patch = depth > channels ? 36 * 4 * depth : 0;
  const block = 36 * (planeBytes(rows, depth) + rows * sliceFilters * 4);
  tape.workspace(TABLE_BYTES + depth * 24 + patch + block + SUMS_BYTES + sortedBytes(blockTiles));
  const cut = { blockTiles, sliceFilters, floor: floorOf(activation) };
  tape.emit(
    'winogradConv2d',
    { ...geometry, x, u, bias, y, ...poolingFields(pooling), ...cut },
    pooling ? undefined : perImage(geometry, blockTiles),
  );
}

/** Whole blocks, so that filters are not read more often; not where these are too many for a cache. */
function perImage(geometry: Conv2dGeometry, blockTiles: number): PerImage<'winogradConv2d'> | undefined {
  const { images, channels, filters } = geometry;
  if (36 * 4 * channels * filters > CACHED_FILTER_BYTES) return undefined;
  return {
    images,
    together: Math.ceil((blockTiles * images) / tilesOf(geometry)),
    bytes: { x: inputBytes(geometry), y: outputBytes(geometry) },
    counts: { images: 1 },
  };
}

/**
 * Chunks are blocks of tiles. Each reads all filters, so where these are too many for a cache, blocks are not
 * made smaller for the sake of the threads; the filters are cut into slices instead.
 */
function chunkSizes(geometry: Conv2dGeometry): { blockTiles: number; sliceFilters: number } {
  const tiles = tilesOf(geometry);
  const { channels, filters } = geometry;
  const width = roundUp(filters, 8);
  const fitting = Math.floor(BLOCK_BYTES / tileBytes(geometry));
  const most = Math.max(FEWEST_BLOCK_TILES, Math.min(fitting, MOST_BLOCK_TILES));
  if (36 * 4 * channels * filters <= CACHED_FILTER_BYTES) {
    const blocks = CHUNKS * Math.ceil(tiles / most / CHUNKS);
    return { blockTiles: roundUp(Math.ceil(tiles / blocks), 4), sliceFilters: width };
  }
  const blocks = Math.ceil(tiles / most);
  const slices = Math.min(Math.ceil(CHUNKS / blocks), Math.ceil(filters / FEWEST_SLICE_FILTERS));
  return {
    blockTiles: roundUp(Math.ceil(tiles / blocks), 4),
    sliceFilters: roundUp(Math.ceil(width / slices), 8),
  };
}

interface FilterGradientOperands {
  readonly x: Operand;
  readonly dy: Operand;
  readonly dw: Operand;
}

export function emitWinogradFilterGradient(
  tape: Tape,
  operands: FilterGradientOperands,
  geometry: Conv2dGeometry,
): void {
  const { channels, filters } = geometry;
  if (PARTS * 36 * planeBytes(channels, filters) <= PARTS_BYTES) emitParts(tape, operands, geometry);
  else if (tilesOf(geometry) <= MOST_KEPT_TILES) emitBlocks(tape, operands, geometry);
  else emitRounds(tape, operands, geometry);
}

/** Each chunk sums a share of the tiles, a block in its cache after the other; the sums are added up at last. */
function emitParts(tape: Tape, { x, dy, dw }: FilterGradientOperands, geometry: Conv2dGeometry): void {
  const { channels, filters } = geometry;
  const part = 36 * planeBytes(channels, filters);
  const parts = partsFor(tilesOf(geometry), part);
  const share = Math.ceil(tilesOf(geometry) / parts);
  const most = Math.max(FEWEST_BLOCK_TILES, Math.floor(BLOCK_BYTES / tileBytes(geometry)));
  const blockTiles = Math.ceil(share / Math.ceil(share / most));
  const u = tape.scratch(parts * part);
  const block = 36 * (planeBytes(blockTiles, channels) + planeBytes(blockTiles, filters));
  tape.workspace(gradientBytes(geometry) + block + sortedBytes(blockTiles));
  tape.emit(
    'winogradGradientParts',
    { ...geometry, x, dy, u, parts, blockTiles, resume: 0 },
    {
      images: geometry.images,
      bytes: { x: inputBytes(geometry), dy: outputBytes(geometry) },
      counts: { images: 1 },
      sums: { parts, bytes: { u: part } },
    },
  );
  tape.emit('winogradGradientFilters', { u, dw, channels, filters, parts });
}

/** @param bytes what the sums of a part take */
function partsFor(tiles: number, bytes: number): number {
  const most = Math.min(MOST_PARTS, tiles / PART_TILES, PARTS_BYTES / bytes);
  let parts = PARTS;
  while (2 * parts <= most) parts *= 2;
  return parts;
}

/** All tiles at once: a chunk sums for a few channels and filters and transforms back before it goes on. */
function emitBlocks(tape: Tape, { x, dy, dw }: FilterGradientOperands, geometry: Conv2dGeometry): void {
  const tiles = tilesOf(geometry);
  const v = tape.scratch(36 * planeBytes(tiles, geometry.channels));
  const z = tape.scratch(36 * planeBytes(tiles, geometry.filters));
  const sums = 36 * planeBytes(SUM_BLOCK.blockChannels, SUM_BLOCK.blockFilters);
  tape.workspace(gradientBytes(geometry) + sums + sortedBytes(tiles));
  tape.emit('winogradGradientTiles', { ...geometry, x, dy, v, z, firstTile: 0, tiles });
  tape.emit('winogradGradientBlocks', { ...geometry, v, z, dw, tiles, ...SUM_BLOCK });
}

/** Where the sums are too many to have them several times, all threads add to the same, tiles by rounds. */
function emitRounds(tape: Tape, { x, dy, dw }: FilterGradientOperands, geometry: Conv2dGeometry): void {
  const { channels, filters } = geometry;
  const total = tilesOf(geometry);
  const sumBytes = 36 * planeBytes(channels, filters);
  const most = Math.floor(Math.max(ROUND_BYTES, sumBytes) / tileBytes(geometry));
  const rounds = Math.ceil(total / Math.max(FEWEST_BLOCK_TILES, most));
  const round = Math.ceil(total / rounds);
  const v = tape.scratch(36 * planeBytes(round, channels));
  const z = tape.scratch(36 * planeBytes(round, filters));
  const u = tape.scratch(sumBytes);
  tape.workspace(gradientBytes(geometry) + sortedBytes(round));
  for (let firstTile = 0; firstTile < total; firstTile += round) {
    const tiles = Math.min(round, total - firstTile);
    tape.emit('winogradGradientTiles', { ...geometry, x, dy, v, z, firstTile, tiles });
    const resume = Number(firstTile > 0);
    tape.emit('winogradGradientProducts', { ...geometry, v, z, u, firstTile, tiles, resume });
  }
  tape.emit('winogradGradientFilters', { u, dw, channels, filters, parts: 1 });
}

/** Bytes that the kernels of a filter gradient take for constants, a row of zeros and partial sums. */
function gradientBytes({ channels, filters }: Conv2dGeometry): number {
  return TABLE_BYTES + Math.max(channels, filters) * 24 + SUMS_BYTES;
}

/** Bytes of a tile, transformed, before and after the products. */
function tileBytes({ channels, filters }: Conv2dGeometry): number {
  return 36 * 4 * (channels + roundUp(filters, 8));
}

/** Bytes of the table in which a kernel sorts a block's tiles. */
function sortedBytes(tiles: number): number {
  return 16 + tiles * 4;
}

/** Bytes of one of the 36 components of a matrix, and the gap before the next. */
function planeBytes(rows: number, columns: number): number {
  return rows * roundUp(columns, 8) * 4 + 64;
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
