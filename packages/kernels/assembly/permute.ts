import { Permute } from "./generated/fields";
import { copyBytes } from "./padding";
import { endRow, firstRow, rowChunks } from "./rows";
import { claim } from "./share";

/** y in rows of `size4` elements, each `stride4` apart in x; the axes before are `stride0` … `stride3` apart. */
export function permute(f: Permute): void {
  const rows = f.size0 * f.size1 * f.size2 * f.size3;
  const bytes = <usize>f.size4 * 4;
  const chunks = rowChunks(rows, f.size4);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, rows, f.size4);
    for (let row = firstRow(chunk, f.size4); row < end; row++) {
      const from = f.x + <usize>originOf(f, row) * 4;
      const to = f.y + <usize>row * bytes;
      if (f.stride4 == 1) copyBytes(to, from, bytes);
      else gather(to, from, bytes, <usize>f.stride4 * 4);
    }
  }
}

/** Where the row begins in x. */
function originOf(f: Permute, row: i32): i32 {
  const at3 = row % f.size3;
  row /= f.size3;
  const at2 = row % f.size2;
  row /= f.size2;
  const at1 = row % f.size1;
  return (row / f.size1) * f.stride0 + at1 * f.stride1 + at2 * f.stride2 + at3 * f.stride3;
}

function gather(to: usize, from: usize, bytes: usize, stride: usize): void {
  for (let i: usize = 0; i < bytes; i += 4) {
    store<f32>(to + i, load<f32>(from));
    from += stride;
  }
}
