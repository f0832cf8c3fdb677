import { Relu, ReluGrad } from "./generated/fields";
import { claim } from "./share";
import { chunksOf } from "./simd";

const GRAIN: i32 = 16384;

/** y = max(x, 0); NaN stays NaN. */
export function relu(f: Relu): void {
  const chunks = chunksOf(f.length, GRAIN);
  const zero = f32x4.splat(0);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const begin = <usize>(chunk * GRAIN) * 4;
    const end = min(<usize>f.length * 4, begin + GRAIN * 4);
    let i = begin;
    for (; i + 16 <= end; i += 16) {
      v128.store(f.y + i, f32x4.pmax(v128.load(f.x + i), zero));
    }
    for (; i < end; i += 4) {
      const x = load<f32>(f.x + i);
      store<f32>(f.y + i, x < 0 ? 0 : x);
    }
  }
}

/** dx = dy where y > 0, else 0. */
export function reluGrad(f: ReluGrad): void {
  const chunks = chunksOf(f.length, GRAIN);
  const zero = f32x4.splat(0);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const begin = <usize>(chunk * GRAIN) * 4;
    const end = min(<usize>f.length * 4, begin + GRAIN * 4);
    let i = begin;
    for (; i + 16 <= end; i += 16) {
      const open = f32x4.gt(v128.load(f.y + i), zero);
      v128.store(f.dx + i, v128.and(v128.load(f.dy + i), open));
    }
    for (; i < end; i += 4) {
      store<f32>(f.dx + i, load<f32>(f.y + i) > 0 ? load<f32>(f.dy + i) : 0);
    }
  }
}
