import { argMaxOfRow } from "./arg-max";
import { CategoricalAccuracy } from "./generated/fields";
import { endRow, firstRow, rowChunks } from "./rows";
import { claim } from "./share";

/** hit = 1 where scores and targets have their largest element at the same place, else 0. */
export function categoricalAccuracy(f: CategoricalAccuracy): void {
  const chunks = rowChunks(f.rows, f.width);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, f.rows, f.width);
    for (let row = firstRow(chunk, f.width); row < end; row++) {
      const at = <usize>row * <usize>f.width * 4;
      const best = argMaxOfRow(f.scores + at, f.width);
      const hit = best >= 0 && best == argMaxOfRow(f.targets + at, f.width);
      store<f32>(f.hit + (<usize>row << 2), hit ? 1 : 0);
    }
  }
}
