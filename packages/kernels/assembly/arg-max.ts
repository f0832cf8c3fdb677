import { ArgMax } from "./generated/fields";
import { endRow, firstRow, rowChunks } from "./rows";
import { claim } from "./share";

/** y = where the largest element of each row is. */
export function argMax(f: ArgMax): void {
  const chunks = rowChunks(f.rows, f.width);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, f.rows, f.width);
    for (let row = firstRow(chunk, f.width); row < end; row++) {
      const best = argMaxOfRow(f.x + <usize>row * <usize>f.width * 4, f.width);
      store<i32>(f.y + (<usize>row << 2), best);
    }
  }
}

/** Where the largest element is first, NaN passed over; −1 when there is none. */
export function argMaxOfRow(x: usize, width: i32): i32 {
  let best = -1;
  let largest: f32 = NaN;
  for (let i = 0; i < width; i++) {
    const value = load<f32>(x + (<usize>i << 2));
    if (best < 0 ? value == value : value > largest) {
      best = i;
      largest = value;
    }
  }
  return best;
}
