import { Copy } from "./generated/fields";
import { claim } from "./share";
import { chunksOf } from "./simd";

const GRAIN: i32 = 65536;

/** y = x, byte by byte. */
export function copy(f: Copy): void {
  const chunks = chunksOf(f.bytes, GRAIN);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const begin = chunk * GRAIN;
    memory.copy(f.y + begin, f.x + begin, min(GRAIN, f.bytes - begin));
  }
}
