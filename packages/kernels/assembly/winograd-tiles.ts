// In which order a block's tiles lie. A tile at the right or the bottom that has only one or two columns or rows
// of outputs needs four of the six points there, 24 or 16 products in place of 36. Tiles are sorted so that those
// which have a component follow each other: first those narrow, then those whole, those low, and both.

/** Bytes before the tiles' numbers: where the four kinds end. */
const NUMBERS: usize = 16;

/** Fills the table for `count` tiles from the `first`th of all images on. */
export function sortTiles(table: usize, first: i32, count: i32, yHeight: i32, yWidth: i32): void {
  memory.fill(table, 0, NUMBERS);
  visitTiles(table, first, count, yHeight, yWidth, false);
  // From how many there are to where they begin; as they are noted, this becomes where they end.
  let begin = 0;
  for (let kind = table; kind < table + NUMBERS; kind += 4) {
    const some = load<i32>(kind);
    store<i32>(kind, begin);
    begin += some;
  }
  visitTiles(table, first, count, yHeight, yWidth, true);
}

/** Counts the tiles of each kind, or notes them where their kind goes on. */
// @ts-ignore: decorator
@inline
function visitTiles(table: usize, first: i32, count: i32, yHeight: i32, yWidth: i32, note: bool): void {
  const tilesX = (yWidth + 3) >> 2, tilesY = (yHeight + 3) >> 2;
  let column = first % tilesX, row = (first / tilesX) % tilesY;
  for (let tile = first; tile < first + count; tile++) {
    const narrow = yWidth - column * 4 <= 2, low = yHeight - row * 4 <= 2;
    const at = table + (low ? (narrow ? 12 : 8) : narrow ? 0 : 4);
    const place = load<i32>(at);
    if (note) store<i32>(table + NUMBERS + (<usize>place << 2), tile);
    store<i32>(at, place + 1);
    if (++column < tilesX) continue;
    column = 0;
    if (++row == tilesY) row = 0;
  }
}

/** The number of the tile at a place. */
// @ts-ignore: decorator
@inline
export function tileAt(table: usize, place: i32): i32 {
  return load<i32>(table + NUMBERS + (<usize>place << 2));
}

/** The first place that a component of the tiles has. */
// @ts-ignore: decorator
@inline
export function componentBegin(table: usize, component: i32): i32 {
  return wideOnly(component % 6) ? load<i32>(table) : 0;
}

/** The place after the last that it has. */
// @ts-ignore: decorator
@inline
export function componentEnd(table: usize, component: i32): i32 {
  const kind = wideOnly(component / 6) ? 4 : wideOnly(component % 6) ? 8 : 12;
  return load<i32>(table + kind);
}

/** Whether a point is one of the two that one or two outputs do without: 2 and −2. */
// @ts-ignore: decorator
@inline
function wideOnly(point: i32): bool {
  return point == 3 || point == 4;
}
