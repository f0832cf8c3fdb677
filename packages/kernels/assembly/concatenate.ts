import { Concatenate } from "./generated/fields";
import { copyBytes } from "./padding";
import { endRow, firstRow, rowChunks } from "./rows";
import { claim } from "./share";

/** Lays `rows` rows of x into the rows of y, which are `pitch` long, from element `origin` on. */
export function concatenate(f: Concatenate): void {
  const bytes = <usize>f.width * 4;
  const pitch = <usize>f.pitch * 4;
  const chunks = rowChunks(f.rows, f.width);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, f.rows, f.width);
    for (let row = firstRow(chunk, f.width); row < end; row++) {
      const to = f.y + <usize>f.origin * 4 + <usize>row * pitch;
      copyBytes(to, f.x + <usize>row * bytes, bytes);
    }
  }
}
