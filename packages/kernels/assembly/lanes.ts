// Tables with several numbers for each channel, side by side for four channels at a time: a loop finds all
// that it needs of a vector of channels behind one address. Channels repeat until a period is full.

/** Where the number `index` of a table with so many numbers a channel has its first one, in bytes; others are 16 bytes apart. */
// @ts-ignore: decorator
@inline
export function laneOf(index: i32, numbers: i32): usize {
  return (<usize>(index >> 2) * <usize>numbers << 4) + (<usize>(index & 3) << 2);
}

/** Writes one number of each channel into a table, again and again until the period is full. */
export function layLanes(x: usize, channels: i32, table: usize, numbers: i32, period: i32): void {
  const step = channels % 4 == 0 ? 4 : 1;
  let channel = 0;
  for (let i = 0; i < period; i += step) {
    const from = x + (<usize>channel << 2);
    if (step == 4) v128.store(table + laneOf(i, numbers), v128.load(from));
    else store<f32>(table + laneOf(i, numbers), load<f32>(from));
    channel += step;
    if (channel == channels) channel = 0;
  }
}

/** Copies all numbers of the channels to their repetitions. */
export function repeatLanes(table: usize, channels: i32, numbers: i32, period: i32): void {
  for (let i = channels; i < period; i++) {
    const from = table + laneOf(i - channels, numbers), to = table + laneOf(i, numbers);
    for (let at: usize = 0; at < <usize>numbers << 4; at += 16) store<f32>(to + at, load<f32>(from + at));
  }
}

/** Fills one number of all channels of a table with zeros. */
export function clearLanes(table: usize, numbers: i32, period: i32): void {
  const zero = f32x4.splat(0);
  for (let i = 0; i < period; i += 4) v128.store(table + laneOf(i, numbers), zero);
}

/** y = one number of each channel, that of all its repetitions added up. */
export function foldLanes(table: usize, numbers: i32, period: i32, y: usize, channels: i32): void {
  if (channels % 4 == 0) {
    for (let i = 0; i < channels; i += 4) {
      let sum = f32x4.splat(0);
      for (let j = i; j < period; j += channels) sum = f32x4.add(sum, v128.load(table + laneOf(j, numbers)));
      v128.store(y + (<usize>i << 2), sum);
    }
    return;
  }
  for (let i = 0; i < channels; i++) {
    let sum: f32 = 0;
    for (let j = i; j < period; j += channels) sum += load<f32>(table + laneOf(j, numbers));
    store<f32>(y + (<usize>i << 2), sum);
  }
}
