// Convolution with 3×3 filters at stride 1 by Winograd's F(4×4, 3×3).

import { WinogradConv2d, WinogradFilters } from "./generated/fields";
import { maxOfFour } from "./max-pool2d";
import { claim, workspace } from "./share";
import { chunksOf } from "./simd";
import { tile4x8 } from "./tile";
import {
  afterZeros, inverseOutputTile, planeBytes, transformFilter3x3, transformInputTile, writeConstants, ZEROS,
} from "./winograd";

/** Channels that one chunk of the filters' transform takes. */
const CHANNELS: i32 = 16;

/**
 * Transforms filters to panels of eight: [36][width/8][depth][8], zeros beyond `width`. Where an
 * element lies is said as in packPanels, so that filters can be flipped and transposed on the way.
 */
export function winogradFilters(f: WinogradFilters): void {
  const panels = chunksOf(f.width, 8);
  const blocks = chunksOf(f.depth, CHANNELS);
  const plane = planeBytes(panels * f.depth, 8);
  const scratch = workspace(), taps = afterZeros(scratch, 0);
  writeConstants(scratch, 0);
  for (let chunk = claim(panels * blocks); chunk >= 0; chunk = claim(panels * blocks)) {
    const panel = chunk / blocks, begin = (chunk % blocks) * CHANNELS;
    for (let channel = begin; channel < min(f.depth, begin + CHANNELS); channel++) {
      const to = f.u + (<usize>(panel * f.depth + channel) << 5);
      gatherTaps(f, taps, channel, panel * 8);
      transformFilter3x3(scratch, taps, to, plane);
      transformFilter3x3(scratch, taps + 16, to + 16, plane);
    }
  }
}

/** The 3×3 taps of eight filters for one channel, 32 bytes each. */
function gatherTaps(f: WinogradFilters, to: usize, channel: i32, filter: i32): void {
  const origin = f.origin + channel * f.depthStride + filter * f.widthStride;
  const width = min(8, f.width - filter), contiguous = width == 8 && f.widthStride == 1;
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 3; column++) {
      const from = f.w + <usize>((origin + row * f.rowStride + column * f.columnStride) << 2);
      if (contiguous) {
        v128.store(to, v128.load(from));
        v128.store(to, v128.load(from, 16), 16);
      } else {
        for (let lane = 0; lane < 8; lane++) {
          const value: f32 = lane < width ? load<f32>(from + <usize>((lane * f.widthStride) << 2)) : 0;
          store<f32>(to + (<usize>lane << 2), value);
        }
      }
      to += 32;
    }
  }
}

/**
 * A chunk is a block of tiles of 4×4 outputs: their inputs are transformed, multiplied by the
 * filters component by component, and transformed back, all in this thread's cache. Channels and
 * filters are multiples of four. With a `winner`, max pooling of 2 × 2 pixels follows, for which yHeight
 * and yWidth are even; y and winner are a quarter of the size.
 */
export function winogradConv2d(f: WinogradConv2d): void {
  const tilesX = chunksOf(f.yWidth, 4), tilesImage = chunksOf(f.yHeight, 4) * tilesX;
  const tiles = f.images * tilesImage;
  const chunks = chunksOf(tiles, f.blockTiles);
  const channels = f.channels, filters = f.filters;
  const scratch = workspace();
  writeConstants(scratch, channels);
  const v = afterZeros(scratch, channels), vPlane = planeBytes(f.blockTiles, channels);
  const m = v + 36 * vPlane, mWidth = (filters + 7) & ~7, mPlane = planeBytes(f.blockTiles, mWidth);
  const tile = m + 36 * mPlane;
  const xImage = <usize>(f.xHeight * f.xWidth * channels) * 4;
  const yRow = <usize>(f.yWidth * filters) * 4;
  const floor = f32x4.splat(f.floor);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const first = chunk * f.blockTiles;
    const count = min(f.blockTiles, tiles - first);
    for (let i = 0; i < count; i++) {
      const image = (first + i) / tilesImage, place = (first + i) % tilesImage;
      transformInputTile(
        scratch, f.x + <usize>image * xImage, f.xHeight, f.xWidth, channels,
        (place / tilesX) * 4 - f.padTop, (place % tilesX) * 4 - f.padLeft,
        v + <usize>(i * channels) * 4, vPlane, 16,
      );
    }
    for (let component: usize = 0; component < 36; component++) {
      multiplyComponent(
        v + component * vPlane, f.u + component * planeBytes(mWidth, channels), m + component * mPlane,
        count, channels, mWidth, scratch + ZEROS,
      );
    }
    for (let i = 0; i < count; i++) {
      const image = (first + i) / tilesImage, place = (first + i) % tilesImage;
      const row = (place / tilesX) * 4, column = (place % tilesX) * 4;
      const rows = min(4, f.yHeight - row), columns = min(4, f.yWidth - column);
      const components = m + <usize>(i * mWidth) * 4;
      if (f.winner) {
        const tileRow = <usize>(4 * filters) * 4;
        inverseOutputTile(scratch, components, mPlane, filters, f.bias, floor, tile, tileRow, rows, columns);
        poolTile(f, tile, image, row >> 1, column >> 1, rows >> 1, columns >> 1);
        continue;
      }
      inverseOutputTile(
        scratch, components, mPlane, filters, f.bias, floor,
        f.y + <usize>(image * f.yHeight + row) * yRow + <usize>(column * filters) * 4, yRow, rows, columns,
      );
    }
  }
}

/** Pools a tile of 4 × 4 pixels to `rows` × `columns` windows; the first is at (row, column) of the result. */
function poolTile(
  f: WinogradConv2d, tile: usize, image: i32, row: i32, column: i32, rows: i32, columns: i32,
): void {
  const filters = <usize>f.filters, pixel = filters * 4;
  for (let y = 0; y < rows; y++) {
    let to = <usize>(((image * (f.yHeight >> 1) + row + y) * (f.yWidth >> 1)) + column) * filters;
    let from = tile + <usize>(8 * y) * pixel;
    for (let x = 0; x < columns; x++) {
      maxOfFour(
        from, from + pixel, from + 4 * pixel, from + 5 * pixel, f.y + (to << 2), f.winner + to, f.filters,
      );
      from += 2 * pixel;
      to += filters;
    }
  }
}

/** m[tiles, width] = v[tiles, channels] · u, whose panels of eight columns follow each other. */
function multiplyComponent(
  v: usize, u: usize, m: usize, tiles: i32, channels: i32, width: i32, zeros: usize,
): void {
  const vRow = <usize>channels * 4, mRow = <usize>width * 4;
  const floor = f32x4.splat(-Infinity);
  for (let panel = width; panel > 0; panel -= 8) {
    let a = v, c = m;
    // Rows up to the next multiple of four are there as well, whatever they contain.
    for (let tile = tiles; tile > 0; tile -= 4) {
      tile4x8(
        a, a + vRow, a + 2 * vRow, a + 3 * vRow, 4, 0, u, 32, channels, 1, zeros, zeros, zeros, zeros,
        c, c + mRow, c + 2 * mRow, c + 3 * mRow, 8, floor,
      );
      a += 4 * vRow;
      c += 4 * mRow;
    }
    u += <usize>channels * 32;
    m += 32;
  }
}
