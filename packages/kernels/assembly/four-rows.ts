// Rows too short to be worth vectors of their own go four at a time, one in each lane. The workspace holds their
// elements column by column, so that what is done to a vector is done to a column of four rows.

import { workspace } from "./share";

/** Elements from which on a row has enough vectors of its own. */
const NARROW: i32 = 32;

/** How many rows of a width go at a time: four, or one. */
// @ts-ignore: decorator
@inline
export function rowsAtOnce(width: i32): i32 {
  return width < NARROW ? 4 : 1;
}

/** Where a row of up to four lies, in bytes; beyond the last of them, that one again. */
// @ts-ignore: decorator
@inline
function rowAt(row: i32, rows: i32, width: i32): usize {
  return <usize>(min(row, rows - 1) * width) << 2;
}

/** Lays up to four rows, one after the other in memory, into the workspace. */
export function takeRows(x: usize, rows: i32, width: i32): void {
  const x1 = x + rowAt(1, rows, width), x2 = x + rowAt(2, rows, width), x3 = x + rowAt(3, rows, width);
  let column = workspace();
  for (let i: usize = 0; i < <usize>width << 2; i += 4) {
    let four = v128.load32_zero(x + i);
    four = v128.load32_lane(x1 + i, four, 1);
    four = v128.load32_lane(x2 + i, four, 2);
    v128.store(column, v128.load32_lane(x3 + i, four, 3));
    column += 16;
  }
}

/** Lays them out of the workspace, each row times its factor. */
export function giveRows(y: usize, rows: i32, width: i32, factors: v128): void {
  const y1 = y + rowAt(1, rows, width), y2 = y + rowAt(2, rows, width), y3 = y + rowAt(3, rows, width);
  let column = workspace();
  for (let i: usize = 0; i < <usize>width << 2; i += 4) {
    const four = f32x4.mul(v128.load(column), factors);
    v128.store32_lane(y + i, four, 0);
    v128.store32_lane(y1 + i, four, 1);
    v128.store32_lane(y2 + i, four, 2);
    v128.store32_lane(y3 + i, four, 3);
    column += 16;
  }
}
