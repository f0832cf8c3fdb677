import { AdagradUpdate } from "./generated/fields";
import { chunkBegin, chunkEnd, elementChunks, put, some } from "./elements";
import { claim } from "./share";
import { multiplyAdd } from "./simd";

/** squares += g², parameters −= rate[0] · g / √(squares + offset). */
export function adagradUpdate(f: AdagradUpdate): void {
  const rate = f32x4.splat(load<f32>(f.rate));
  const offset = f32x4.splat(f.offset);
  const chunks = elementChunks(f.length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length);
    for (let i = chunkBegin(chunk); i < end; i += 16) {
      const bytes = min<usize>(16, end - i);
      const g = some(f.gradients + i, bytes);
      const squares = multiplyAdd(g, g, some(f.squares + i, bytes));
      put(f.squares + i, squares, bytes);
      const step = f32x4.div(f32x4.mul(rate, g), f32x4.sqrt(f32x4.add(squares, offset)));
      put(f.parameters + i, f32x4.sub(some(f.parameters + i, bytes), step), bytes);
    }
  }
}
