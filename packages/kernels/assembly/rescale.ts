import { RescaleBytes, RescaleFloats } from "./generated/fields";
import { chunkBegin, chunkEnd, loadSome, storeSome, wholePeriods } from "./elements";
import { repeatRow } from "./rows";
import { claim, workspace } from "./share";
import { chunksOf, multiplyAdd } from "./simd";

// The workspace holds `period` floats of scales and as many of offsets, repeated.

/** y = x · scale + offset along the last axis, x of floats. */
export function rescaleFloats(f: RescaleFloats): void {
  const scale = workspace();
  const offset = scale + <usize>f.period * 4;
  repeatRow(f.scale, f.scales, scale, f.period);
  repeatRow(f.offset, f.offsets, offset, f.period);
  const period = <usize>f.period << 2;
  const grain = wholePeriods(f.period), chunks = chunksOf(f.length, grain);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length, grain);
    for (let begin = chunkBegin(chunk, grain); begin < end; begin += period) {
      const x = f.x + begin;
      const y = f.y + begin;
      const bytes = min(period, end - begin);
      let i: usize = 0;
      for (; i + 16 <= bytes; i += 16) {
        v128.store(y + i, rescaled(v128.load(x + i), scale + i, offset + i));
      }
      if (i < bytes) {
        storeSome(y + i, rescaled(loadSome(x + i, bytes - i), scale + i, offset + i), bytes - i);
      }
    }
  }
}

/** The same for x of bytes; `period` is a multiple of 16. */
export function rescaleBytes(f: RescaleBytes): void {
  const scale = workspace();
  const offset = scale + <usize>f.period * 4;
  repeatRow(f.scale, f.scales, scale, f.period);
  repeatRow(f.offset, f.offsets, offset, f.period);
  const period = <usize>f.period << 2;
  const grain = wholePeriods(f.period), chunks = chunksOf(f.length, grain);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = chunkEnd(chunk, f.length, grain);
    for (let begin = chunkBegin(chunk, grain); begin < end; begin += period) {
      const x = f.x + (begin >> 2);
      const y = f.y + begin;
      const count = min(period, end - begin) >> 2;
      let i: usize = 0;
      for (; i + 16 <= count; i += 16) sixteenBytes(x + i, scale + i * 4, offset + i * 4, y + i * 4);
      for (; i < count; i++) {
        const product = <f32>load<u8>(x + i) * load<f32>(scale + i * 4);
        store<f32>(y + i * 4, product + load<f32>(offset + i * 4));
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function sixteenBytes(x: usize, scale: usize, offset: usize, y: usize): void {
  const bytes = v128.load(x);
  const low = i16x8.extend_low_i8x16_u(bytes);
  const high = i16x8.extend_high_i8x16_u(bytes);
  v128.store(y, rescaled(floats(i32x4.extend_low_i16x8_u(low)), scale, offset));
  v128.store(y, rescaled(floats(i32x4.extend_high_i16x8_u(low)), scale + 16, offset + 16), 16);
  v128.store(y, rescaled(floats(i32x4.extend_low_i16x8_u(high)), scale + 32, offset + 32), 32);
  v128.store(y, rescaled(floats(i32x4.extend_high_i16x8_u(high)), scale + 48, offset + 48), 48);
}

// @ts-ignore: decorator
@inline
function floats(x: v128): v128 {
  return f32x4.convert_i32x4_s(x);
}

// @ts-ignore: decorator
@inline
function rescaled(x: v128, scale: usize, offset: usize): v128 {
  return multiplyAdd(x, v128.load(scale), v128.load(offset));
}
