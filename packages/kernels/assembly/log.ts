import { Log, LogGrad } from "./generated/fields";
import { chunkBegin, chunkEnd, elementChunks, loadSome, storeSome } from "./elements";
import { log4, prepareMath } from "./math";
import { claim } from "./share";

/** y = ln x. */
export function log(f: Log): void {
  prepareMath();
  const chunks = elementChunks(f.length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length);
    let i = chunkBegin(chunk);
    for (; i + 16 <= end; i += 16) {
      v128.store(f.y + i, log4(v128.load(f.x + i)));
    }
    if (i < end) storeSome(f.y + i, log4(loadSome(f.x + i, end - i)), end - i);
  }
}

/** dx = dy / x. */
export function logGrad(f: LogGrad): void {
  const chunks = elementChunks(f.length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length);
    let i = chunkBegin(chunk);
    for (; i + 16 <= end; i += 16) {
      v128.store(f.dx + i, f32x4.div(v128.load(f.dy + i), v128.load(f.x + i)));
    }
    if (i < end) {
      const dx = f32x4.div(loadSome(f.dy + i, end - i), loadSome(f.x + i, end - i));
      storeSome(f.dx + i, dx, end - i);
    }
  }
}
