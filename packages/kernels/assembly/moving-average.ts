import { AverageWeights, MovingAverage } from "./generated/fields";
import { chunkBegin, chunkEnd, elementChunks, put, some } from "./elements";
import { claim } from "./share";
import { towards } from "./simd";

/** average += share · (sample − average). */
export function movingAverage(f: MovingAverage): void {
  follow(f.average, f.sample, f.length, f.share);
}

/** average += share[0] · (parameters − average). */
export function averageWeights(f: AverageWeights): void {
  follow(f.average, f.parameters, f.length, load<f32>(f.share));
}

function follow(average: usize, sample: usize, length: i32, share: f32): void {
  const shares = f32x4.splat(share);
  const chunks = elementChunks(length);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, length);
    for (let i = chunkBegin(chunk); i < end; i += 16) {
      const bytes = min<usize>(16, end - i);
      put(average + i, towards(some(average + i, bytes), some(sample + i, bytes), shares), bytes);
    }
  }
}
