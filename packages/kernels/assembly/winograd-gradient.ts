// Gradient of 3×3 filters at stride 1 by Winograd's F(3×3, 4×4): dy's tiles of 4×4 are the filters.

import {
  WinogradGradientBlocks, WinogradGradientFilters, WinogradGradientParts, WinogradGradientProducts,
  WinogradGradientTiles,
} from "./generated/fields";
import { claim, workspace } from "./share";
import { chunksOf } from "./simd";
import { BARE, tile4x8 } from "./tile";
import { takeSix, tile6x8 } from "./tile6x8";
import { addRows, afterZeros, CHAIN, planeBytes, writeConstants } from "./winograd";
import { inverseGradient, transformGradientTile } from "./winograd-filter";
import { transformInputTile } from "./winograd-input";
import { componentBegin, componentEnd, sortTiles, tileAt } from "./winograd-tiles";

/** Tiles that one chunk transforms, and channels that one chunk transforms back. */
const TILES: i32 = 8;
const CHANNELS: i32 = 4;
/** Bytes for the sums of a further part. */
const SUMS: usize = 192;

/**
 * Σ over tiles of v · z, for each of `parts` equal shares of the tiles of all images: u[parts][36][channels][filters,
 * to a multiple of 8]. A chunk is such a share. It takes `blockTiles` tiles at a time, transforms them and multiplies
 * them while they are in this thread's cache; so this is for gradients that are small enough for there to be several.
 * With `resume` they are added to what is there.
 */
export function winogradGradientParts(f: WinogradGradientParts): void {
  const channels = f.channels, width = (f.filters + 7) & ~7, blockTiles = f.blockTiles;
  const tiles = f.images * chunksOf(f.yHeight, 4) * chunksOf(f.yWidth, 4), share = chunksOf(tiles, f.parts);
  const scratch = workspace();
  writeConstants(scratch, max(channels, f.filters));
  const vPlane = planeBytes(blockTiles, channels), zPlane = planeBytes(blockTiles, width);
  const sums = afterZeros(scratch, max(channels, f.filters)), v = sums + SUMS;
  const z = v + 36 * vPlane, table = z + 36 * zPlane;
  const uPlane = planeBytes(channels, width);
  for (let part = claim(f.parts); part >= 0; part = claim(f.parts)) {
    const u = f.u + 36 * uPlane * <usize>part;
    const begin = part * share, end = min(tiles, begin + share);
    // A share may be empty, when there are fewer tiles than parts; its sums are zeros.
    let first = begin;
    do {
      const count = max(0, min(blockTiles, end - first));
      sortTiles(table, first, count, f.yHeight, f.yWidth);
      for (let i = 0; i < count; i++) {
        transformPair(
          scratch, f.x, f.dy, f.xHeight, f.xWidth, channels, f.padTop, f.padLeft, f.yHeight, f.yWidth, f.filters,
          tileAt(table, i), v + (<usize>i << 4), vPlane, <usize>blockTiles << 4,
          z + (<usize>i << 5), zPlane, <usize>blockTiles << 5,
        );
      }
      for (let component = 0; component < 36; component++) {
        for (let panel = 0; panel < width; panel += 8) {
          addProducts(
            v + <usize>component * vPlane, <usize>blockTiles << 4,
            z + <usize>component * zPlane + <usize>(panel >> 3) * (<usize>blockTiles << 5),
            u + <usize>component * uPlane + <usize>panel * 4, <usize>width * 4, channels,
            componentBegin(table, component), componentEnd(table, component), first > begin || f.resume != 0, sums,
          );
        }
      }
      first += blockTiles;
    } while (first < end);
  }
}

/**
 * Transforms `tiles` tiles from the `firstTile`th of all images on: x to v [36][channels/4][tiles][4],
 * dy to z [36][filters/8][tiles][8], the order in which winogradGradientProducts sums over them.
 */
export function winogradGradientTiles(f: WinogradGradientTiles): void {
  const vPlane = planeBytes(f.tiles, f.channels), zPlane = planeBytes(f.tiles, (f.filters + 7) & ~7);
  const scratch = workspace();
  writeConstants(scratch, max(f.channels, f.filters));
  const table = afterZeros(scratch, max(f.channels, f.filters));
  sortTiles(table, f.firstTile, f.tiles, f.yHeight, f.yWidth);
  const chunks = chunksOf(f.tiles, TILES);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    for (let i = chunk * TILES; i < min(f.tiles, chunk * TILES + TILES); i++) {
      transformPair(
        scratch, f.x, f.dy, f.xHeight, f.xWidth, f.channels, f.padTop, f.padLeft, f.yHeight, f.yWidth, f.filters,
        tileAt(table, i), f.v + (<usize>i << 4), vPlane, <usize>f.tiles << 4,
        f.z + (<usize>i << 5), zPlane, <usize>f.tiles << 5,
      );
    }
  }
}

/** Transforms a tile of x and the one of dy that it meets. */
function transformPair(
  scratch: usize, x: usize, dy: usize, xHeight: i32, xWidth: i32, channels: i32, padTop: i32, padLeft: i32,
  yHeight: i32, yWidth: i32, filters: i32, tile: i32,
  v: usize, vPlane: usize, vStep: usize, z: usize, zPlane: usize, zStep: usize,
): void {
  const tilesX = chunksOf(yWidth, 4), tilesImage = chunksOf(yHeight, 4) * tilesX;
  const image = <usize>(tile / tilesImage), place = tile % tilesImage;
  const row = (place / tilesX) * 4, column = (place % tilesX) * 4;
  const from = x + image * (<usize>(xHeight * xWidth * channels) * 4);
  const slopes = dy + image * (<usize>(yHeight * yWidth * filters) * 4);
  const rows = yHeight - row, columns = yWidth - column, top = row - padTop, left = column - padLeft;
  transformInputTile(scratch, from, xHeight, xWidth, channels, top, left, rows, columns, v, vPlane, vStep);
  transformGradientTile(scratch, slopes, yHeight, yWidth, filters, row, column, z, zPlane, zStep);
}

/** u[36][channels][filters, to a multiple of 8] = or (with `resume`) += Σ over the tiles of v · z. */
export function winogradGradientProducts(f: WinogradGradientProducts): void {
  const panels = chunksOf(f.filters, 8), tiles = f.tiles, channels = f.channels;
  const vPlane = planeBytes(tiles, channels), zPlane = planeBytes(tiles, panels * 8);
  const uRow = <usize>panels * 32, uPlane = planeBytes(channels, panels * 8);
  const sums = workspace(), table = sums + SUMS;
  sortTiles(table, f.firstTile, tiles, f.yHeight, f.yWidth);
  for (let chunk = claim(36 * panels); chunk >= 0; chunk = claim(36 * panels)) {
    const component = <usize>(chunk / panels), panel = <usize>(chunk % panels);
    addProducts(
      f.v + component * vPlane, <usize>tiles << 4, f.z + component * zPlane + panel * (<usize>tiles << 5),
      f.u + component * uPlane + panel * 32, uRow, channels,
      componentBegin(table, chunk / panels), componentEnd(table, chunk / panels), f.resume != 0, sums,
    );
  }
}

/**
 * dw [3, 3, channels, filters], where v and z are those of all tiles. A chunk is a block of `blockChannels` channels and
 * `blockFilters` filters, whose sums stay in this thread's cache until they are transformed back.
 */
export function winogradGradientBlocks(f: WinogradGradientBlocks): void {
  const channels = f.channels, filters = f.filters, tiles = f.tiles, width = (filters + 7) & ~7;
  const vPlane = planeBytes(tiles, channels), zPlane = planeBytes(tiles, width);
  const uPlane = planeBytes(f.blockChannels, f.blockFilters), uRow = <usize>f.blockFilters * 4;
  const dwRow = <usize>filters * 4, tap = <usize>channels * dwRow;
  const scratch = workspace(), sums = afterZeros(scratch, 0), u = sums + SUMS, table = u + 36 * uPlane;
  writeConstants(scratch, 0);
  sortTiles(table, 0, tiles, f.yHeight, f.yWidth);
  const blocks = chunksOf(channels, f.blockChannels), chunks = blocks * chunksOf(filters, f.blockFilters);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const channel = (chunk % blocks) * f.blockChannels, filter = (chunk / blocks) * f.blockFilters;
    const height = min(f.blockChannels, channels - channel), end = min(filters, filter + f.blockFilters);
    for (let component = 0; component < 36; component++) {
      for (let panel = filter; panel < end; panel += 8) {
        addProducts(
          f.v + <usize>component * vPlane + <usize>(channel * tiles) * 4, <usize>tiles << 4,
          f.z + <usize>component * zPlane + <usize>(panel * tiles) * 4,
          u + <usize>component * uPlane + <usize>(panel - filter) * 4, uRow, height,
          componentBegin(table, component), componentEnd(table, component), false, sums,
        );
      }
    }
    let from = u, to = f.dw + <usize>channel * dwRow;
    for (let row = height; row > 0; row--) {
      for (let column = filter; column < end; column += 4) {
        inverseGradient(scratch, from + <usize>(column - filter) * 4, uPlane, to + <usize>column * 4, tap);
      }
      from += uRow;
      to += dwRow;
    }
  }
}

/**
 * One component of all channels and eight filters: u = or (with `resume`) += Σ over the tiles from `begin` to `end`
 * of v · z. More tiles than CHAIN are summed in parts: long chains of additions would round too much.
 */
function addProducts(
  v: usize, vStep: usize, z: usize, u: usize, uRow: usize, channels: i32, begin: i32, end: i32, resume: bool,
  sums: usize,
): void {
  const none = f32x4.splat(0);
  let channel = 0;
  // Without tiles the sums are zeros, which have to be written as well.
  for (; takeSix(channels - channel); channel += 6) {
    const v0 = channelAt(v, vStep, channel), v2 = channelAt(v, vStep, channel + 2);
    const v4 = channelAt(v, vStep, channel + 4);
    let tile = begin;
    do {
      const at = <usize>tile << 4, p0 = v0 + at, p2 = v2 + at, p4 = v4 + at;
      const add = resume || tile > begin, to = add ? sums : u, step = add ? 32 : uRow;
      tile6x8<v128>(
        p0, p0 + 4, p2, p2 + 4, p4, p4 + 4, 0, z + 2 * at, min(CHAIN, end - tile), 1, 0, 0,
        to, to + step, to + 2 * step, to + 3 * step, to + 4 * step, to + 5 * step, 8, none, BARE,
      );
      if (add) addRows(6, u, uRow, sums);
      tile += CHAIN;
    } while (tile < end);
    u += 6 * uRow;
  }
  // What is left begins with a multiple of four.
  for (; channel < channels; channel += 4) {
    const v0 = channelAt(v, vStep, channel);
    let tile = begin;
    do {
      const at = <usize>tile << 4, p = v0 + at;
      const add = resume || tile > begin, to = add ? sums : u, step = add ? 32 : uRow;
      tile4x8(
        p, p + 4, p + 8, p + 12, 16, 0, z + 2 * at, 32, min(CHAIN, end - tile), 1,
        0, 0, 0, 0, to, to + step, to + 2 * step, to + 3 * step, 8, none, BARE,
      );
      if (add) addRows(4, u, uRow, sums);
      tile += CHAIN;
    } while (tile < end);
    u += 4 * uRow;
  }
}

/** Where a channel of the first tile lies: channels come by fours. */
// @ts-ignore: decorator
@inline
function channelAt(v: usize, vStep: usize, channel: i32): usize {
  return v + <usize>(channel >> 2) * vStep + (<usize>(channel & 3) << 2);
}

/** Adds up the `parts` of u and transforms them back to dw [3, 3, channels, filters]. */
export function winogradGradientFilters(f: WinogradGradientFilters): void {
  const width = (f.filters + 7) & ~7, plane = planeBytes(f.channels, width);
  const tap = <usize>(f.channels * f.filters) * 4;
  const scratch = workspace(), total = afterZeros(scratch, 0);
  writeConstants(scratch, 0);
  const chunks = chunksOf(f.channels, CHANNELS);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    for (let channel = chunk * CHANNELS; channel < min(f.channels, chunk * CHANNELS + CHANNELS); channel++) {
      for (let filter = 0; filter < f.filters; filter += 4) {
        const from = f.u + <usize>(channel * width + filter) * 4;
        const to = f.dw + <usize>(channel * f.filters + filter) * 4;
        if (f.parts == 1) {
          inverseGradient(scratch, from, plane, to, tap);
          continue;
        }
        addParts(total, from, plane, f.parts);
        inverseGradient(scratch, total, 16, to, tap);
      }
    }
  }
}

/** The sum of the 36 components of four filters over all parts. */
function addParts(to: usize, from: usize, plane: usize, parts: i32): void {
  for (let component = 0; component < 36; component++) {
    let sum = v128.load(from), next = from;
    for (let part = 1; part < parts; part++) {
      next += 36 * plane;
      sum = f32x4.add(sum, v128.load(next));
    }
    v128.store(to, sum);
    from += plane;
    to += 16;
  }
}
