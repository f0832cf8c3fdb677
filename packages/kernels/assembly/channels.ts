// Channels of images, repeated, summed up and taken apart: rows of few elements each.

import { CopyChannels, RepeatChannels, SumChannels } from "./generated/fields";
import { endRow, firstRow, rowChunks } from "./rows";
import { claim } from "./share";

/** y = each element of x `times` times, one after the other. */
export function repeatChannels(f: RepeatChannels): void {
  const times = f.times, chunks = rowChunks(f.length, times);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const begin = firstRow(chunk, times), end = endRow(chunk, f.length, times);
    let to = f.y + <usize>(begin * times) * 4;
    for (let i = begin; i < end; i++) {
      const value = load<f32>(f.x + (<usize>i << 2));
      for (let time = times; time > 0; time--) {
        store<f32>(to, value);
        to += 4;
      }
    }
  }
}

/** y = the sums of every `times` elements of x, in order; y has `length` elements. */
export function sumChannels(f: SumChannels): void {
  const times = f.times, chunks = rowChunks(f.length, times);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const begin = firstRow(chunk, times), end = endRow(chunk, f.length, times);
    let from = f.x + <usize>(begin * times) * 4;
    for (let i = begin; i < end; i++) {
      let sum: f32 = 0;
      for (let time = times; time > 0; time--) {
        sum += load<f32>(from);
        from += 4;
      }
      store<f32>(f.y + (<usize>i << 2), sum);
    }
  }
}

/** Copies `slices` slices of `width` elements of each of `rows` rows. Rows and slices lie some elements apart. */
export function copyChannels(f: CopyChannels): void {
  const bytes = <usize>f.width << 2, work = f.width * f.slices, chunks = rowChunks(f.rows, work);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, f.rows, work);
    for (let row = firstRow(chunk, work); row < end; row++) {
      let x = f.x + (<usize>(f.xOrigin + row * f.xRow) << 2);
      let y = f.y + (<usize>(f.yOrigin + row * f.yRow) << 2);
      for (let slice = f.slices; slice > 0; slice--) {
        let i: usize = 0;
        for (; i + 16 <= bytes; i += 16) v128.store(y + i, v128.load(x + i));
        for (; i < bytes; i += 4) store<f32>(y + i, load<f32>(x + i));
        x += <usize>f.xSlice << 2;
        y += <usize>f.ySlice << 2;
      }
    }
  }
}
