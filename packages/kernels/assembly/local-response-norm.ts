import { LocalResponseNorm, LocalResponseNormGrad } from "./generated/fields";
import { loadSome, put, some, storeSome } from "./elements";
import { exp4, log4, prepareMath } from "./math";
import { endRow, firstRow, rowChunks } from "./rows";
import { claim, workspace } from "./share";
import { multiplyAdd } from "./simd";

// A row in the workspace has `radius` zeros before and behind it, and room for a vector that begins in it.

/** y = x · (bias + alpha · Σ x²)^−beta, the sum over the channels at most `radius` away. */
export function localResponseNorm(f: LocalResponseNorm): void {
  prepareMath();
  const bytes = <usize>f.width * 4;
  const margin = <usize>f.radius * 4;
  const squares = workspace();
  memory.fill(squares, 0, bytes + 2 * margin + 16);
  const chunks = rowChunks(f.rows, f.width);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = <usize>endRow(chunk, f.rows, f.width) * bytes;
    for (let row = <usize>firstRow(chunk, f.width) * bytes; row < end; row += bytes) {
      squareRow(f.x + row, squares + margin, bytes);
      let i: usize = 0;
      for (; i + 16 <= bytes; i += 16) {
        const power = raised(base(squares + i, margin, f.bias, f.alpha), f.beta);
        v128.store(f.y + row + i, f32x4.mul(v128.load(f.x + row + i), power));
      }
      if (i == bytes) continue;
      const power = raised(base(squares + i, margin, f.bias, f.alpha), f.beta);
      storeSome(f.y + row + i, f32x4.mul(loadSome(f.x + row + i, bytes - i), power), bytes - i);
    }
  }
}

/**
 * dx = dy · s^−beta − 2 · alpha · beta · x · Σ dy · x · s^(−beta − 1), s being bias + alpha · Σ x², both sums
 * over the channels at most `radius` away. The workspace holds two rows: squares, then the second sum's terms.
 */
export function localResponseNormGrad(f: LocalResponseNormGrad): void {
  prepareMath();
  const bytes = <usize>f.width * 4;
  const margin = <usize>f.radius * 4;
  const squares = workspace();
  const terms = squares + bytes + 2 * margin + 16;
  memory.fill(squares, 0, 2 * (bytes + 2 * margin + 16));
  const factor = f32x4.splat(-2 * f.alpha * f.beta);
  const chunks = rowChunks(f.rows, f.width);
  for (let chunk = claim(chunks); chunk >= 0; chunk = claim(chunks)) {
    const end = <usize>endRow(chunk, f.rows, f.width) * bytes;
    for (let row = <usize>firstRow(chunk, f.width) * bytes; row < end; row += bytes) {
      const x = f.x + row;
      const dy = f.dy + row;
      const dx = f.dx + row;
      squareRow(x, squares + margin, bytes);
      for (let i: usize = 0; i < bytes; i += 16) {
        const left = min<usize>(16, bytes - i);
        const s = base(squares + i, margin, f.bias, f.alpha);
        const through = f32x4.mul(some(dy + i, left), raised(s, f.beta));
        put(dx + i, through, left);
        put(terms + margin + i, f32x4.div(f32x4.mul(through, some(x + i, left)), s), left);
      }
      for (let i: usize = 0; i < bytes; i += 16) {
        const left = min<usize>(16, bytes - i);
        const sum = windowSum(terms + i, margin);
        put(dx + i, multiplyAdd(f32x4.mul(factor, some(x + i, left)), sum, some(dx + i, left)), left);
      }
    }
  }
}

function squareRow(x: usize, squares: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    const left = min<usize>(16, bytes - i);
    const z = some(x + i, left);
    put(squares + i, f32x4.mul(z, z), left);
  }
}

// @ts-ignore: decorator
@inline
function base(squares: usize, margin: usize, bias: f32, alpha: f32): v128 {
  return multiplyAdd(f32x4.splat(alpha), windowSum(squares, margin), f32x4.splat(bias));
}

/** The sum of the vectors that begin 0 … 2 · margin bytes behind. */
// @ts-ignore: decorator
@inline
function windowSum(from: usize, margin: usize): v128 {
  let sum = f32x4.splat(0);
  for (let i: usize = 0; i <= 2 * margin; i += 4) sum = f32x4.add(sum, v128.load(from + i));
  return sum;
}

/** s^−beta; for the exponents of common networks from square roots alone. */
// @ts-ignore: decorator
@inline
function raised(s: v128, beta: f32): v128 {
  const one = f32x4.splat(1);
  if (beta == 0.5) return f32x4.div(one, f32x4.sqrt(s));
  if (beta == 0.75) {
    const root = f32x4.sqrt(s);
    return f32x4.div(one, f32x4.mul(root, f32x4.sqrt(root)));
  }
  return exp4(f32x4.mul(f32x4.splat(-beta), log4(s)));
}
