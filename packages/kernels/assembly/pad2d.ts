import { Pad2d } from "./generated/fields";
import { copyPadded } from "./padding";
import { endRow, firstRow, rowChunks } from "./rows";
import { claim } from "./share";

/** y = x with `top` rows and `left` columns of zeros before it, or without so many where they are negative. */
export function pad2d(f: Pad2d): void {
  const rows = f.batch * f.outHeight;
  const width = f.outWidth * f.channels;
  const image = <usize>(f.height * f.width * f.channels) * 4;
  const chunks = rowChunks(rows, width);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, rows, width);
    for (let row = firstRow(chunk, width); row < end; row++) {
      const from = f.x + <usize>(row / f.outHeight) * image;
      const to = f.y + <usize>row * <usize>width * 4;
      const inImage = (row % f.outHeight) - f.top;
      copyPadded(to, 1, f.outWidth, from, f.height, f.width, inImage, -f.left, f.channels);
    }
  }
}
