import { LayerNorm, LayerNormGrad } from "./generated/fields";
import { firstLanes, loadSome, storeSome } from "./elements";
import { endRow, fillRow, firstRow, rowChunks, sumLanes } from "./rows";
import { claim, workspace } from "./share";
import { multiplyAdd } from "./simd";

/**
 * For each row: y = (x − mean) / √(variance + epsilon) · gamma + beta, and its mean and variance. The
 * workspace holds twice `width` floats: gamma and beta, or ones and zeros.
 */
export function layerNorm(f: LayerNorm): void {
  const bytes = <usize>f.width * 4;
  const gamma = workspace();
  const beta = gamma + bytes;
  if (f.gamma) memory.copy(gamma, f.gamma, bytes);
  else fillRow(gamma, 1, bytes);
  if (f.beta) memory.copy(beta, f.beta, bytes);
  else fillRow(beta, 0, bytes);
  const chunks = rowChunks(f.rows, f.width);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, f.rows, f.width);
    for (let row = firstRow(chunk, f.width); row < end; row++) {
      const x = f.x + <usize>row * bytes;
      const y = f.y + <usize>row * bytes;
      // Differences from the first number are small where the mean is large.
      const first = load<f32>(x);
      const near = first + sumDifferences(x, first, bytes) / <f32>f.width;
      const off = sumDifferences(x, near, bytes) / <f32>f.width;
      const mean = near + off;
      const variance = max<f32>(0, sumSquares(x, near, bytes) / <f32>f.width - off * off);
      const known = variance == variance ? mean : variance;
      store<f32>(f.mean + (<usize>row << 2), known);
      store<f32>(f.variance + (<usize>row << 2), variance);
      const scales = f32x4.splat(1 / sqrt<f32>(variance + f.epsilon));
      const means = f32x4.splat(known);
      let i: usize = 0;
      for (; i + 16 <= bytes; i += 16) v128.store(y + i, normalised(v128.load(x + i), means, scales, v128.load(gamma + i), v128.load(beta + i)));
      if (i < bytes) {
        const left = bytes - i;
        const some = normalised(loadSome(x + i, left), means, scales, loadSome(gamma + i, left), loadSome(beta + i, left));
        storeSome(y + i, some, left);
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function normalised(x: v128, mean: v128, scale: v128, gamma: v128, beta: v128): v128 {
  return multiplyAdd(f32x4.mul(f32x4.sub(x, mean), scale), gamma, beta);
}

/** Σ (x − from). */
function sumDifferences(x: usize, from: f32, bytes: usize): f32 {
  const froms = f32x4.splat(from);
  let even = f32x4.splat(0);
  let odd = f32x4.splat(0);
  let i: usize = 0;
  for (; i + 32 <= bytes; i += 32) {
    even = f32x4.add(even, f32x4.sub(v128.load(x + i), froms));
    odd = f32x4.add(odd, f32x4.sub(v128.load(x + i, 16), froms));
  }
  let sum = sumLanes(f32x4.add(even, odd));
  for (; i < bytes; i += 4) sum += load<f32>(x + i) - from;
  return sum;
}

/** Σ (x − from)². */
function sumSquares(x: usize, from: f32, bytes: usize): f32 {
  const froms = f32x4.splat(from);
  let even = f32x4.splat(0);
  let odd = f32x4.splat(0);
  let i: usize = 0;
  for (; i + 32 <= bytes; i += 32) {
    const distance0 = f32x4.sub(v128.load(x + i), froms);
    const distance1 = f32x4.sub(v128.load(x + i, 16), froms);
    even = multiplyAdd(distance0, distance0, even);
    odd = multiplyAdd(distance1, distance1, odd);
  }
  let sum = sumLanes(f32x4.add(even, odd));
  for (; i < bytes; i += 4) sum += (load<f32>(x + i) - from) * (load<f32>(x + i) - from);
  return sum;
}

/**
 * For each row: dx = (gamma · dy − a − (x − mean) / deviation · b) / deviation with a and b the means of
 * gamma · dy and of gamma · dy · (x − mean) / deviation, the deviation being √(variance + epsilon); and
 * terms = dy · (x − mean) / deviation, whose sum over the rows is the gradient of gamma. The workspace holds
 * `width` floats: gamma, or ones.
 */
export function layerNormGrad(f: LayerNormGrad): void {
  const bytes = <usize>f.width * 4;
  const gamma = workspace();
  if (f.gamma) memory.copy(gamma, f.gamma, bytes);
  else fillRow(gamma, 1, bytes);
  const chunks = rowChunks(f.rows, f.width);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = endRow(chunk, f.rows, f.width);
    for (let row = firstRow(chunk, f.width); row < end; row++) {
      const at = <usize>row * bytes;
      const mean = f32x4.splat(load<f32>(f.mean + (<usize>row << 2)));
      const scale: f32 = 1 / sqrt<f32>(load<f32>(f.variance + (<usize>row << 2)) + f.epsilon);
      gradRow(f, f.x + at, f.dy + at, at, gamma, mean, scale);
    }
  }
}

function gradRow(f: LayerNormGrad, x: usize, dy: usize, at: usize, gamma: usize, mean: v128, scale: f32): void {
  const bytes = <usize>f.width * 4;
  const scales = f32x4.splat(scale);
  let plain = f32x4.splat(0);
  let times = f32x4.splat(0);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    const normal = f32x4.mul(f32x4.sub(v128.load(x + i), mean), scales);
    const dyHere = v128.load(dy + i);
    v128.store(f.terms + at + i, f32x4.mul(dyHere, normal));
    const through = f32x4.mul(dyHere, v128.load(gamma + i));
    plain = f32x4.add(plain, through);
    times = multiplyAdd(through, normal, times);
  }
  if (i < bytes) {
    const left = bytes - i;
    const normal = f32x4.mul(f32x4.sub(loadSome(x + i, left), mean), scales);
    const dyHere = loadSome(dy + i, left);
    storeSome(f.terms + at + i, f32x4.mul(dyHere, normal), left);
    const through = f32x4.mul(dyHere, loadSome(gamma + i, left));
    plain = f32x4.add(plain, through);
    times = f32x4.add(times, v128.and(f32x4.mul(through, normal), firstLanes(left)));
  }
  const share: f32 = -1 / <f32>f.width;
  const level = f32x4.splat(scale * share * sumLanes(plain));
  const slope = f32x4.splat(scale * scale * share * sumLanes(times));
  for (i = 0; i + 16 <= bytes; i += 16) {
    const rest = multiplyAdd(f32x4.sub(v128.load(x + i), mean), slope, level);
    v128.store(f.dx + at + i, multiplyAdd(f32x4.mul(v128.load(dy + i), v128.load(gamma + i)), scales, rest));
  }
  if (i < bytes) {
    const left = bytes - i;
    const rest = multiplyAdd(f32x4.sub(loadSome(x + i, left), mean), slope, level);
    const through = f32x4.mul(loadSome(dy + i, left), loadSome(gamma + i, left));
    storeSome(f.dx + at + i, multiplyAdd(through, scales, rest), left);
  }
}
