import { OneHot } from "./generated/fields";
import { endRow, fillRow, firstRow, rowChunks } from "./rows";
import { claim } from "./share";

/** y = rows of zeros with a 1 at the label; zeros throughout where the label is no class. */
export function oneHot(f: OneHot): void {
  const bytes = <usize>f.width * 4;
  const chunks = rowChunks(f.rows, f.width);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, f.rows, f.width);
    for (let row = firstRow(chunk, f.width); row < end; row++) {
      const y = f.y + <usize>row * bytes;
      fillRow(y, 0, bytes);
      const label = load<u32>(f.labels + (<usize>row << 2));
      if (label < <u32>f.width) store<f32>(y + (<usize>label << 2), 1);
    }
  }
}
