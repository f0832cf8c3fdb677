// Gradient of 3×3 filters at stride 1 by Winograd's F(3×3, 4×4): dy's tiles of 4×4 are the filters.

import { WinogradGradientFilters, WinogradGradientProducts, WinogradGradientTiles } from "./generated/fields";
import { claim, workspace } from "./share";
import { chunksOf } from "./simd";
import { BARE, tile4x8 } from "./tile";
import { addRow, afterZeros, CHAIN, planeBytes, writeConstants } from "./winograd";
import { inverseGradient, transformGradientTile } from "./winograd-filter";
import { transformInputTile } from "./winograd-input";
import { componentBegin, componentEnd, sortTiles, tileAt } from "./winograd-tiles";

/** Tiles that one chunk transforms, and channels that one chunk transforms back. */
const TILES: i32 = 8;
const CHANNELS: i32 = 4;
/** Bytes for the sums of a further part. */
const SUMS: usize = 128;

/**
 * Transforms `tiles` tiles from the `firstTile`th of all images on: x to v [36][channels/4][tiles][4],
 * dy to z [36][filters/8][tiles][8], the order in which winogradGradientProducts sums over them.
 */
export function winogradGradientTiles(f: WinogradGradientTiles): void {
  const tilesX = chunksOf(f.yWidth, 4), tilesImage = chunksOf(f.yHeight, 4) * tilesX;
  const xImage = <usize>(f.xHeight * f.xWidth * f.channels) * 4;
  const dyImage = <usize>(f.yHeight * f.yWidth * f.filters) * 4;
  const vPlane = planeBytes(f.tiles, f.channels), zPlane = planeBytes(f.tiles, (f.filters + 7) & ~7);
  const scratch = workspace();
  writeConstants(scratch, max(f.channels, f.filters));
  const table = afterZeros(scratch, max(f.channels, f.filters));
  sortTiles(table, f.firstTile, f.tiles, f.yHeight, f.yWidth);
  const chunks = chunksOf(f.tiles, TILES);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    for (let i = chunk * TILES; i < min(f.tiles, chunk * TILES + TILES); i++) {
      const tile = tileAt(table, i), image = <usize>(tile / tilesImage), place = tile % tilesImage;
      const row = (place / tilesX) * 4, column = (place % tilesX) * 4;
      transformInputTile(
        scratch, f.x + image * xImage, f.xHeight, f.xWidth, f.channels, row - f.padTop, column - f.padLeft,
        f.yHeight - row, f.yWidth - column, f.v + (<usize>i << 4), vPlane, <usize>f.tiles << 4,
      );
      transformGradientTile(
        scratch, f.dy + image * dyImage, f.yHeight, f.yWidth, f.filters, row, column,
        f.z + (<usize>i << 5), zPlane, <usize>f.tiles << 5,
      );
    }
  }
}

/**
 * u[36][channels][filters, to a multiple of 8] = or (with `resume`) += Σ over the tiles of v · z. More tiles
 * than CHAIN are summed in parts: long chains of additions would round too much.
 */
export function winogradGradientProducts(f: WinogradGradientProducts): void {
  const panels = chunksOf(f.filters, 8), tiles = f.tiles, channels = f.channels;
  const vPlane = planeBytes(tiles, channels), zPlane = planeBytes(tiles, panels * 8);
  const uRow = <usize>panels * 32, uPlane = planeBytes(channels, panels * 8);
  const sums = workspace(), table = sums + SUMS;
  sortTiles(table, f.firstTile, tiles, f.yHeight, f.yWidth);
  const none = f32x4.splat(0);
  for (let chunk = claim(36 * panels); chunk >= 0; chunk = claim(36 * panels)) {
    const component = <usize>(chunk / panels), panel = <usize>(chunk % panels);
    const begin = componentBegin(table, chunk / panels), end = componentEnd(table, chunk / panels);
    const z = f.z + component * zPlane + panel * (<usize>tiles << 5);
    let v = f.v + component * vPlane, u = f.u + component * uPlane + panel * 32;
    for (let channel = channels; channel > 0; channel -= 4) {
      const u1 = u + uRow, u2 = u1 + uRow, u3 = u2 + uRow;
      let done = begin;
      if (!f.resume) {
        const p = v + (<usize>begin << 4);
        done = min(end, begin + CHAIN);
        tile4x8(
          p, p + 4, p + 8, p + 12, 16, 0, z + (<usize>begin << 5), 32, done - begin, 1,
          0, 0, 0, 0, u, u1, u2, u3, 8, none, BARE,
        );
      }
      for (; done < end; done += CHAIN) {
        const p = v + (<usize>done << 4);
        tile4x8(
          p, p + 4, p + 8, p + 12, 16, 0, z + (<usize>done << 5), 32, min(CHAIN, end - done), 1,
          0, 0, 0, 0, sums, sums + 32, sums + 64, sums + 96, 8, none, BARE,
        );
        addRow(u, sums);
        addRow(u1, sums + 32);
        addRow(u2, sums + 64);
        addRow(u3, sums + 96);
      }
      v += <usize>tiles << 4;
      u = u3 + uRow;
    }
  }
}

/** Transforms u back to dw [3, 3, channels, filters]. */
export function winogradGradientFilters(f: WinogradGradientFilters): void {
  const width = (f.filters + 7) & ~7, plane = planeBytes(f.channels, width);
  const tap = <usize>(f.channels * f.filters) * 4;
  const scratch = workspace();
  writeConstants(scratch, 0);
  const chunks = chunksOf(f.channels, CHANNELS);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    for (let channel = chunk * CHANNELS; channel < min(f.channels, chunk * CHANNELS + CHANNELS); channel++) {
      for (let filter = 0; filter < f.filters; filter += 4) {
        const from = f.u + <usize>(channel * width + filter) * 4;
        inverseGradient(scratch, from, plane, f.dw + <usize>(channel * f.filters + filter) * 4, tap);
      }
    }
  }
}
