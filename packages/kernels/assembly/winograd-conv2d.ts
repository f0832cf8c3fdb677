// Convolution with 3×3 filters at stride 1 by Winograd's F(4×4, 3×3).

import { WinogradConv2d, WinogradFilters } from "./generated/fields";
import { packEights, packTransposed } from "./pack";
import { claim, workspace } from "./share";
import { chunksOf, multiplyAdd } from "./simd";
import { BARE, tile4x8 } from "./tile";
import { takeSix, tile6x8 } from "./tile6x8";
import { addRows, afterZeros, CHAIN, planeBytes, writeConstants } from "./winograd";
import { transformFilter3x3 } from "./winograd-filter";
import { patchBytes, transformInputTile, transformPaddedTile } from "./winograd-input";
import { inverseOutputTile, inversePooledTile } from "./winograd-output";
import { componentBegin, componentEnd, sortTiles, tileAt } from "./winograd-tiles";

/** Channels that one chunk of the filters' transform takes: runs of memory long enough to be fetched ahead. */
const CHANNELS: i32 = 64;
/** Panels of filters that it takes at most, so that lines of cache are read whole, and groups to leave for the threads. */
const PANELS: i32 = 4;
const GROUPS: i32 = 8;
/** Bytes for the sums of a further part, and then for windows to be pooled. */
const SUMS: usize = 192;
/** Rows that a plane has beyond those of its tiles, which are multiplied by fours from any of them on. */
const SPARE: i32 = 3;
/** Bytes of a tile's 36 components of a panel of eight filters. */
const TILE: usize = 36 * 32;

/**
 * Transforms filters to panels of eight: [36][width/8][depth][8], zeros beyond `width`. Where an
 * element lies is said as in packPanels, so that filters can be flipped and transposed on the way.
 */
export function winogradFilters(f: WinogradFilters): void {
  const panels = chunksOf(f.width, 8), together = min(PANELS, chunksOf(panels, GROUPS));
  const groups = chunksOf(panels, together), blocks = chunksOf(f.depth, CHANNELS);
  const pitch = <usize>f.depth << 5, plane = planeBytes(panels * f.depth, 8), scratch = workspace();
  writeConstants(scratch, 0);
  for (let chunk = claim(groups * blocks); chunk >= 0; chunk = claim(groups * blocks)) {
    const panel = (chunk / blocks) * together, count = min(together, panels - panel);
    const begin = (chunk % blocks) * CHANNELS, channels = min(CHANNELS, f.depth - begin);
    let to = f.u + <usize>panel * pitch + (<usize>begin << 5);
    gatherTaps(f, to, plane, panel * 8, count * 8, begin, channels);
    for (const end = to + <usize>count * pitch; to < end; to += pitch) {
      for (let at = to; at < to + (<usize>channels << 5); at += 16) transformFilter3x3(scratch, at, plane);
    }
  }
}

/** Lays the 3×3 taps of `filters` filters for `channels` channels where their first nine components will be. */
function gatherTaps(
  f: WinogradFilters, to: usize, plane: usize, filter: i32, filters: i32, channel: i32, channels: i32,
): void {
  const origin = f.origin + channel * f.depthStride + filter * f.widthStride;
  const width = min(filters, f.width - filter), pitch = <usize>f.depth << 5;
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 3; column++) {
      const from = f.w + <usize>((origin + row * f.rowStride + column * f.columnStride) << 2);
      if (f.widthStride == 1) packEights(to, pitch, from, width, channels, f.depthStride);
      else packTransposed(to, pitch, from, width, channels, f.widthStride);
      to += plane;
    }
  }
}

/**
 * A chunk is a block of tiles of 4×4 outputs times a slice of the filters: the block's inputs are
 * transformed, multiplied by the filters component by component, and transformed back, all in this
 * thread's cache. Slices are for filters that are larger than their images. Filters are a multiple of
 * four. With `pooled`, max pooling of 2 × 2 pixels follows, for which yHeight and yWidth are even; y and
 * winner are a quarter of the size, and winners that nobody asks for are 0, and not written.
 */
export function winogradConv2d(f: WinogradConv2d): void {
  const tilesX = chunksOf(f.yWidth, 4), tilesImage = chunksOf(f.yHeight, 4) * tilesX;
  const tiles = f.images * tilesImage;
  const slices = chunksOf(f.filters, f.sliceFilters), chunks = chunksOf(tiles, f.blockTiles) * slices;
  const channels = f.channels, depth = (channels + 3) & ~3;
  const scratch = workspace();
  writeConstants(scratch, depth);
  const patch = afterZeros(scratch, depth), v = patch + (depth > channels ? patchBytes(channels) : 0);
  const vPlane = planeBytes(f.blockTiles + SPARE, depth);
  const m = v + 36 * vPlane, mWidth = f.sliceFilters, mPanel = <usize>(f.blockTiles + SPARE) * TILE;
  const uPlane = planeBytes((f.filters + 7) & ~7, channels);
  const vRow = <usize>depth * 4;
  const sums = m + <usize>chunksOf(mWidth, 8) * mPanel, table = sums + SUMS;
  let transformed = -1;
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const block = chunk / slices, filter = (chunk % slices) * mWidth;
    const first = block * f.blockTiles;
    const count = min(f.blockTiles, tiles - first);
    if (block != transformed) {
      sortTiles(table, first, count, f.yHeight, f.yWidth);
      transformBlock(f, scratch, patch, v, vPlane, table, count, tilesImage, tilesX);
      transformed = block;
    }
    const width = min(mWidth, f.filters - filter);
    const u = f.u + <usize>(filter * channels) * 4;
    for (let component = 0; component < 36; component++) {
      const begin = componentBegin(table, component), xi = <usize>component;
      const a = v + xi * vPlane + <usize>begin * vRow, b = u + xi * uPlane, c = m + <usize>begin * TILE + xi * 32;
      const rows = componentEnd(table, component) - begin;
      if (channels == 3) multiplyThree(a, b, c, rows, width, mPanel);
      else multiplyComponent(a, b, c, rows, channels, width, vRow, mPanel, sums);
    }
    for (let i = 0; i < count; i++) {
      const tile = tileAt(table, i), image = tile / tilesImage, place = tile % tilesImage;
      const row = (place / tilesX) * 4, column = (place % tilesX) * 4;
      finishTile(f, scratch, m + <usize>i * TILE, mPanel, sums, image, row, column, filter, width);
    }
  }
}

function transformBlock(
  f: WinogradConv2d, scratch: usize, patch: usize, v: usize, vPlane: usize, table: usize, count: i32,
  tilesImage: i32, tilesX: i32,
): void {
  const channels = f.channels, depth = (channels + 3) & ~3;
  const xImage = <usize>(f.xHeight * f.xWidth * channels) * 4;
  for (let i = 0; i < count; i++) {
    const tile = tileAt(table, i), image = tile / tilesImage, place = tile % tilesImage;
    const row = (place / tilesX) * 4, column = (place % tilesX) * 4;
    const from = f.x + <usize>image * xImage, top = row - f.padTop, left = column - f.padLeft;
    const rows = f.yHeight - row, columns = f.yWidth - column;
    if (depth == channels) {
      transformInputTile(scratch, from, f.xHeight, f.xWidth, channels, top, left, rows, columns, v, vPlane, 16);
    } else {
      transformPaddedTile(scratch, patch, from, f.xHeight, f.xWidth, channels, top, left, rows, columns, v, vPlane, 16);
    }
    v += <usize>depth * 4;
  }
}

/** Transforms `width` filters of a tile back, to the pixels from (row, column) on, and pools them if so wished. */
function finishTile(
  f: WinogradConv2d, scratch: usize, components: usize, mPanel: usize, window: usize,
  image: i32, row: i32, column: i32, filter: i32, width: i32,
): void {
  const rows = min(4, f.yHeight - row), columns = min(4, f.yWidth - column);
  const bias = f.bias ? f.bias + <usize>filter * 4 : 0;
  const floor = f32x4.splat(f.floor), filters = <usize>f.filters;
  if (f.pooled) {
    const yWidth = f.yWidth >> 1, pixel = (image * (f.yHeight >> 1) + (row >> 1)) * yWidth + (column >> 1);
    const to = <usize>pixel * filters + <usize>filter;
    inversePooledTile(
      scratch, components, mPanel, width, bias, floor, f.y + (to << 2), f.winner ? f.winner + to : 0,
      filters, <usize>yWidth * filters, rows, columns, window,
    );
    return;
  }
  const to = <usize>((image * f.yHeight + row) * f.yWidth + column) * filters + <usize>filter;
  inverseOutputTile(
    scratch, components, mPanel, width, bias, floor, f.y + (to << 2), filters << 2,
    <usize>f.yWidth * filters << 2, rows, columns,
  );
}

/**
 * m[tiles, width] = v[tiles, channels] · u, whose panels of eight columns follow each other. More channels
 * than CHAIN are summed in parts: long chains of additions would round too much.
 */
function multiplyComponent(
  v: usize, u: usize, m: usize, tiles: i32, channels: i32, width: i32, vRow: usize, mPanel: usize, sums: usize,
): void {
  const none = f32x4.splat(0);
  for (let panel = width; panel > 0; panel -= 8) {
    let a = v, c = m, left = tiles;
    for (; takeSix(left); left -= 6) {
      for (let done = 0; done < channels; done += CHAIN) {
        const p = a + <usize>done * 4, to = done ? sums : c, step = done ? 32 : TILE;
        tile6x8<f32>(
          p, p + vRow, p + 2 * vRow, p + 3 * vRow, p + 4 * vRow, p + 5 * vRow, 0,
          u + <usize>done * 32, min(CHAIN, channels - done), 1, 0, 0,
          to, to + step, to + 2 * step, to + 3 * step, to + 4 * step, to + 5 * step, 8, none, BARE,
        );
        if (done) addRows(6, c, TILE, sums);
      }
      a += 6 * vRow;
      c += 6 * TILE;
    }
    // Rows up to the next multiple of four are there as well, whatever they contain.
    for (; left > 0; left -= 4) {
      for (let done = 0; done < channels; done += CHAIN) {
        const p = a + <usize>done * 4, to = done ? sums : c, step = done ? 32 : TILE;
        tile4x8(
          p, p + vRow, p + 2 * vRow, p + 3 * vRow, 4, 0, u + <usize>done * 32, 32, min(CHAIN, channels - done), 1,
          0, 0, 0, 0, to, to + step, to + 2 * step, to + 3 * step, 8, none, BARE,
        );
        if (done) addRows(4, c, TILE, sums);
      }
      a += 4 * vRow;
      c += 4 * TILE;
    }
    u += <usize>channels * 32;
    m += mPanel;
  }
}

/** The same for three channels, as images in colour have them: sums so short that their filters stay in registers. */
function multiplyThree(v: usize, u: usize, m: usize, tiles: i32, width: i32, mPanel: usize): void {
  const end = v + (<usize>tiles << 4);
  for (let panel = width; panel > 0; panel -= 8) {
    const r0 = v128.load(u), r1 = v128.load(u, 16), g0 = v128.load(u, 32), g1 = v128.load(u, 48);
    const b0 = v128.load(u, 64), b1 = v128.load(u, 80);
    let c = m;
    for (let a = v; a < end; a += 16) {
      const red = v128.load32_splat(a), green = v128.load32_splat(a, 4), blue = v128.load32_splat(a, 8);
      v128.store(c, multiplyAdd(blue, b0, multiplyAdd(green, g0, f32x4.mul(red, r0))));
      v128.store(c, multiplyAdd(blue, b1, multiplyAdd(green, g1, f32x4.mul(red, r1))), 16);
      c += TILE;
    }
    u += 96;
    m += mPanel;
  }
}
