import { FinishGroupMoments, FinishGroupNormSums, GroupNorm, GroupNormInputGrad, GroupNormSums } from "./generated/fields";
import { BACKWARD, FORWARD, normalise, plainInputGrad, SUMS, sumPlain } from "./batch-norm";
import { GRAIN } from "./elements";
import { clearLanes, foldLanes, laneOf } from "./lanes";
import { claim, workspace } from "./share";
import { chunksOf } from "./simd";

// x is `samples` × `pixels` × `channels`, and the channels of a sample are normalised in `groups`. Within a
// sample each channel has factors of its own, so that the loops and their tables are those of batch-norm.ts.

/**
 * Mean and variance of each sample's groups, `[samples, groups]`, from what momentsOfGroups has summed with
 * one group of rows for each sample.
 */
export function finishGroupMoments(f: FinishGroupMoments): void {
  const row = <usize>f.channels * 4;
  const width = f.channels / f.groups;
  const pixels = <f64>f.pixels;
  for (let sample = claim(f.samples); sample >= 0; sample = claim(f.samples)) {
    for (let group = 0; group < f.groups; group++) {
      const begin = f.sums + <usize>sample * 3 * row + <usize>(group * width) * 4;
      const end = begin + <usize>width * 4;
      let sum: f64 = 0;
      for (let at = begin; at < end; at += 4) sum += pixels * load<f32>(at) + load<f32>(at + row);
      const mean = sum / (pixels * width);
      let squares: f64 = 0;
      for (let at = begin; at < end; at += 4) {
        const distance = <f64>load<f32>(at) - mean;
        squares += load<f32>(at + 2 * row) + distance * (2 * <f64>load<f32>(at + row) + pixels * distance);
      }
      const to = <usize>(sample * f.groups + group) << 2;
      const variance = squares / (pixels * width);
      // A group with an infinity has no mean, as it has no variance.
      store<f32>(f.mean + to, <f32>(variance == variance ? mean : variance));
      store<f32>(f.variance + to, <f32>variance);
    }
  }
}

/** Rows of a sample that are worth a table of factors. */
// @ts-ignore: decorator
@inline
function rowsAtOnce(channels: i32): i32 {
  return max(1, (4 * GRAIN) / max(1, channels));
}

/** y = (x − mean) · gamma / √(variance + epsilon) + beta, the statistics being those of the group. */
export function groupNorm(f: GroupNorm): void {
  const table = workspace();
  const period = <usize>f.period * 4;
  const row = <usize>f.channels * 4;
  const rows = rowsAtOnce(f.channels);
  const blocks = chunksOf(f.pixels, rows);
  const chunks = blocks * f.samples;
  const floor = f32x4.splat(-Infinity);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const sample = chunk / blocks;
    for (let i = 0; i < f.period; i++) {
      const channel = i % f.channels;
      const at = table + laneOf(i, FORWARD);
      const scale = inverse(f.variance, groupOf(sample, channel, f.channels, f.groups), f.epsilon);
      store<f32>(at, load<f32>(f.mean + groupOf(sample, channel, f.channels, f.groups)));
      store<f32>(at, scale * factor(f.gamma, channel, 1), 16);
      store<f32>(at, factor(f.beta, channel, 0), 32);
    }
    const first = (chunk % blocks) * rows;
    const begin = <usize>(sample * f.pixels + first) * row;
    const end = begin + <usize>min(rows, f.pixels - first) * row;
    for (let i = begin; i < end; i += period) normalise(f.x + i, f.y + i, min(period, end - i), table, floor);
  }
}

/** The sums of each sample and channel, in two rows of `sums` for a sample. */
export function groupNormSums(f: GroupNormSums): void {
  const table = workspace();
  const row = <usize>f.channels * 4;
  const size = <usize>f.pixels * row;
  for (let sample = claim(f.samples); sample >= 0; sample = claim(f.samples)) {
    for (let i = 0; i < f.period; i++) {
      const mean = f.mean + groupOf(sample, i % f.channels, f.channels, f.groups);
      store<f32>(table + laneOf(i, SUMS), load<f32>(mean));
    }
    clearLanes(table + 16, SUMS, f.period);
    clearLanes(table + 32, SUMS, f.period);
    const begin = <usize>sample * size;
    sumPlain(f.x + begin, f.dy + begin, size, table, f.period);
    const to = f.sums + <usize>sample * 2 * row;
    foldLanes(table + 16, SUMS, f.period, to, f.channels);
    foldLanes(table + 32, SUMS, f.period, to + row, f.channels);
  }
}

/** dbeta = Σ dy and dgamma = Σ dy · (x − mean) / √(variance + epsilon), over the samples. */
export function finishGroupNormSums(f: FinishGroupNormSums): void {
  const row = <usize>f.channels * 4;
  for (let channel = claim(f.channels); channel >= 0; channel = claim(f.channels)) {
    let plain: f64 = 0;
    let times: f64 = 0;
    for (let sample = 0; sample < f.samples; sample++) {
      const sums = f.sums + <usize>sample * 2 * row + (<usize>channel << 2);
      const group = groupOf(sample, channel, f.channels, f.groups);
      plain += load<f32>(sums);
      times += <f64>load<f32>(sums + row) * inverse(f.variance, group, f.epsilon);
    }
    store<f32>(f.dbeta + (<usize>channel << 2), <f32>plain);
    store<f32>(f.dgamma + (<usize>channel << 2), <f32>times);
  }
}

/**
 * dx = (gamma · dy − a − (x − mean) / deviation · b) / deviation with a and b the means, over the group, of
 * gamma · dy and of gamma · dy · (x − mean) / deviation, the deviation being √(variance + epsilon).
 */
export function groupNormInputGrad(f: GroupNormInputGrad): void {
  const table = workspace();
  const period = <usize>f.period * 4;
  const row = <usize>f.channels * 4;
  const rows = rowsAtOnce(f.channels);
  const blocks = chunksOf(f.pixels, rows);
  const chunks = blocks * f.samples;
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const sample = chunk / blocks;
    layBackward(f, sample, table);
    const first = (chunk % blocks) * rows;
    const begin = <usize>(sample * f.pixels + first) * row;
    const end = begin + <usize>min(rows, f.pixels - first) * row;
    for (let i = begin; i < end; i += period) {
      plainInputGrad(f.x + i, f.dy + i, f.dx + i, min(period, end - i), table);
    }
  }
}

function layBackward(f: GroupNormInputGrad, sample: i32, table: usize): void {
  const row = <usize>f.channels * 4;
  const width = f.channels / f.groups;
  const sums = f.sums + <usize>sample * 2 * row;
  const share: f32 = -1 / (<f32>f.pixels * <f32>width);
  for (let first = 0; first < f.channels; first += width) {
    const group = groupOf(sample, first, f.channels, f.groups);
    const mean = load<f32>(f.mean + group);
    const scale = inverse(f.variance, group, f.epsilon);
    let level: f32 = 0;
    let slope: f32 = 0;
    for (let channel = first; channel < first + width; channel++) {
      const at = sums + (<usize>channel << 2);
      level += factor(f.gamma, channel, 1) * load<f32>(at);
      slope += factor(f.gamma, channel, 1) * load<f32>(at + row);
    }
    for (let channel = first; channel < first + width; channel++) {
      for (let i = channel; i < f.period; i += f.channels) {
        const at = table + laneOf(i, BACKWARD);
        store<f32>(at, mean);
        store<f32>(at, scale * factor(f.gamma, channel, 1), 16);
        store<f32>(at, scale * share * level, 32);
        store<f32>(at, scale * (scale * scale * share * slope), 48);
      }
    }
  }
}

/** Where the statistics of a channel's group are, in bytes. */
// @ts-ignore: decorator
@inline
function groupOf(sample: i32, channel: i32, channels: i32, groups: i32): usize {
  return <usize>(sample * groups + channel / (channels / groups)) << 2;
}

/** 1 / √(variance + epsilon). */
// @ts-ignore: decorator
@inline
function inverse(variance: usize, at: usize, epsilon: f32): f32 {
  return 1 / sqrt<f32>(load<f32>(variance + at) + epsilon);
}

/** A channel's gamma or beta, or what takes its place. */
// @ts-ignore: decorator
@inline
function factor(factors: usize, channel: i32, otherwise: f32): f32 {
  return factors ? load<f32>(factors + (<usize>channel << 2)) : otherwise;
}
